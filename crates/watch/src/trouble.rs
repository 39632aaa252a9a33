use std::time::Duration;

/// Why nothing came of asking for an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// It is no address, or none of the web.
    #[error("is no address of the web; give one that begins with http:// or https://")]
    Address,
    /// A server or feed names an address of a private network, or of this machine.
    #[error("is an address of a private network, which a stranger named; --private fetches it all the same")]
    Private,
    /// robots.txt asks not to fetch it.
    #[error("robots.txt asks not to fetch it; it was left out")]
    Robots,
    /// It redirects to an address that was asked before.
    #[error("redirects in a circle; it was left out")]
    Circle,
    /// It redirects too often.
    #[error("redirects more than {limit} times; it was left out")]
    Redirects {
        /// Most redirects that are followed.
        limit: usize,
    },
    /// The server says that it is not to be had.
    #[error("the server answers {status}")]
    Status {
        /// HTTP status.
        status: u16,
    },
    /// The server has too much to do.
    #[error("the server asks to come back later ({status})")]
    Busy {
        /// HTTP status.
        status: u16,
        /// How long to wait, where it says so.
        wait: Option<Duration>,
    },
    /// The answer is too long.
    #[error("the answer is longer than {limit} bytes; it was left out")]
    TooLong {
        /// Most bytes that are taken in.
        limit: u64,
    },
    /// The answer ends before the server said it would.
    #[error("the answer breaks off before its end; nothing of it was kept")]
    BrokenOff,
    /// The answer takes too long.
    #[error("no whole answer within {} s", .0.as_secs())]
    Late(Duration),
    /// The server cannot be reached or does not speak HTTP.
    #[error("cannot be reached ({reason})")]
    Unreachable {
        /// What is wrong.
        reason: String,
    },
}

impl Trouble {
    /// Whether asking again later may help.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Address
            | Self::Private
            | Self::Robots
            | Self::Circle
            | Self::Redirects { .. }
            | Self::TooLong { .. } => false,
            Self::Status { status } => *status >= 500 || *status == 408,
            Self::Busy { .. } | Self::BrokenOff | Self::Late(_) | Self::Unreachable { .. } => true,
        }
    }
}
