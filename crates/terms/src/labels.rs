/// Declares an enum whose members have a fixed spelling, with `as_str`, `parse`, `ALL`, `Display` and serde by spelling.
macro_rules! labels {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $member:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $member,)+ }

        impl $name {
            /// Every member, in order.
            pub const ALL: &'static [$name] = &[$($name::$member),+];

            /// The spelling used in records and data files.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$member => $text,)+ }
            }

            /// The member of that spelling; `None` where there is none.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some($name::$member),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(crate) use labels;
