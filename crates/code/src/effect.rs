//! What a governor makes of the deed that hangs on it.

use terms::Status;

use crate::governors::Gives;
use crate::reading::Reading;

/// What a governor with that outer status makes of the deed.
pub fn apply(gives: Gives, outer: Status, reading: &mut Reading, outer_not_so: bool) {
    use Status::{
        Demanded, Done, Failed, Hypothetical, Planned, Proposed, Refused, Reversed, Threatened, UnderWay, Withdrawn,
    };
    let holds = matches!(outer, Done | UnderWay | Planned);
    let inner = reading.status;
    match gives {
        Gives::Nothing => reading.nothing = true,
        Gives::Fact => reading.presupposed = true,
        Gives::Denied | Gives::Alleged | Gives::Doubted => {
            if outer_not_so || outer == Refused {
                // "did not deny", "stopped short of accusing": nothing is said.
                reading.nothing |= gives == Gives::Alleged;
            } else {
                reading.voice = Some(gives);
            }
        }
        Gives::Carries => {
            if inner == Done {
                reading.status = outer;
                reading.not_so |= outer_not_so;
            }
        }
        _ if outer_not_so => {
            // The governor itself did not happen: "did not agree to", "has not decided to".
            match gives {
                Gives::Planned | Gives::Proposed => reading.status = if reading.not_so { inner } else { Refused },
                Gives::Refused => reading.status = Hypothetical,
                Gives::Reversed | Gives::Withdrawn | Gives::Held | Gives::PutOff | Gives::Ended => {}
                Gives::UnderWay | Gives::Failed => reading.not_so |= gives == Gives::UnderWay,
                _ => reading.nothing = true,
            }
        }
        Gives::Planned => {
            reading.status = match outer {
                _ if inner == Refused => {
                    if holds {
                        Refused
                    } else {
                        inner
                    }
                }
                // "agreed to call off the drill"
                Done if inner == Withdrawn => Withdrawn,
                Done | UnderWay | Planned => Planned,
                Reversed | Withdrawn => Withdrawn,
                other => other,
            };
        }
        Gives::Proposed => {
            reading.status = match outer {
                _ if inner == Refused => inner,
                Done | UnderWay | Planned | Hypothetical => Proposed,
                Reversed | Withdrawn => Withdrawn,
                other => other,
            };
        }
        Gives::Demanded => {
            reading.status = match outer {
                Reversed | Withdrawn => Withdrawn,
                Refused => inner,
                _ => Demanded,
            };
        }
        Gives::Threatened => {
            reading.status = match outer {
                Reversed | Withdrawn => Withdrawn,
                Refused => inner,
                _ => Threatened,
            };
        }
        Gives::Refused => {
            reading.status = match outer {
                Done | UnderWay | Planned => Refused,
                Refused => Planned,
                _ => Hypothetical,
            };
        }
        Gives::Hypothetical => {
            reading.status = match outer {
                _ if inner == Refused => inner,
                Reversed | Withdrawn => Withdrawn,
                Proposed | Refused | Demanded | Failed => outer,
                _ => Hypothetical,
            };
        }
        Gives::PutOff => {
            if holds && matches!(inner, Done | UnderWay) {
                reading.status = Planned;
            }
        }
        Gives::Held => {
            if holds && inner == Planned {
                // "suspended a drill planned for August"
                reading.status = Withdrawn;
            } else if matches!(outer, Done | UnderWay) && inner == Done && reading.carrier.is_none() {
                reading.status = Reversed;
            } else if matches!(inner, Done | UnderWay) && reading.carrier.is_none() {
                reading.undoing = Some(outer);
            }
        }
        Gives::Reversed => {
            if matches!(outer, Done | UnderWay) {
                reading.status = if inner == Done || inner == UnderWay { Reversed } else { Withdrawn };
            } else if outer == Planned && !matches!(inner, Done | UnderWay) {
                reading.status = Withdrawn;
            } else if matches!(inner, Done | UnderWay) {
                reading.undoing = Some(outer);
            }
        }
        Gives::Withdrawn => {
            if holds {
                reading.status = Withdrawn;
            }
        }
        Gives::Failed => {
            if outer == Done {
                reading.status = Failed;
            } else if outer == UnderWay {
                reading.status = Proposed;
            } else {
                reading.status = Hypothetical;
            }
        }
        Gives::UnderWay => {
            reading.status = match outer {
                Done | UnderWay => UnderWay,
                other if matches!(inner, Done | UnderWay) => other,
                _ => inner,
            };
        }
        Gives::Ended => {
            if matches!(outer, Done | UnderWay) && matches!(inner, Done | UnderWay) {
                reading.status = Done;
            }
        }
    }
}
