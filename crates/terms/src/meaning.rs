use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Where the words of a report lie among all that could be told, as an encoder places them: words that tell one deed lie
/// near each other. Whole numbers, so that comparing them gives the same on every machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning(Vec<i8>);

impl Meaning {
    /// Of a vector; only its direction counts. `None` where it has none.
    pub fn of(vector: &[f32]) -> Option<Self> {
        let largest = vector.iter().fold(0.0f32, |largest, value| largest.max(value.abs()));
        let scale = 127.0 / largest;
        scale.is_finite().then(|| Self(vector.iter().map(|value| (value * scale).round() as i8).collect()))
    }

    /// Cosine with another, -1 to 1; 0 where the two are of different encoders.
    pub fn likeness(&self, other: &Self) -> f64 {
        if self.0.len() != other.0.len() {
            return 0.0;
        }
        let product = |one: &[i8], other: &[i8]| -> i64 {
            one.iter().zip(other).map(|(one, other)| i64::from(*one) * i64::from(*other)).sum()
        };
        let sizes = product(&self.0, &self.0) as f64 * product(&other.0, &other.0) as f64;
        if sizes > 0.0 { product(&self.0, &other.0) as f64 / sizes.sqrt() } else { 0.0 }
    }
}

/// Two hexadecimal digits a value.
impl Serialize for Meaning {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let digits: String = self.0.iter().map(|value| format!("{:02x}", *value as u8)).collect();
        serializer.serialize_str(&digits)
    }
}

impl<'de> Deserialize<'de> for Meaning {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = String::deserialize(deserializer)?;
        let value = |pair: &[u8]| {
            let pair = std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2)?;
            u8::from_str_radix(pair, 16).ok().map(|value| value as i8)
        };
        let values: Option<Vec<i8>> = digits.as_bytes().chunks(2).map(value).collect();
        values.map(Self).ok_or_else(|| serde::de::Error::custom("a meaning is two hexadecimal digits a value"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(vector: &[f32]) -> Meaning {
        Meaning::of(vector).unwrap()
    }

    #[test]
    fn likeness_is_of_directions() {
        let one = meaning(&[1.0, 0.0, 2.0]);
        assert!((one.likeness(&meaning(&[10.0, 0.0, 20.0])) - 1.0).abs() < 1e-9);
        assert!((one.likeness(&meaning(&[-2.0, 0.0, 1.0]))).abs() < 0.02);
        assert!((one.likeness(&meaning(&[-1.0, 0.0, -2.0])) + 1.0).abs() < 1e-9);
    }

    #[test]
    fn vectors_without_direction_have_no_meaning() {
        assert_eq!(Meaning::of(&[0.0, 0.0]), None);
        assert_eq!(Meaning::of(&[]), None);
        assert_eq!(Meaning::of(&[f32::NAN]), None);
    }

    #[test]
    fn meanings_of_different_encoders_are_not_alike() {
        assert_eq!(meaning(&[1.0]).likeness(&meaning(&[1.0, 0.0])), 0.0);
    }

    #[test]
    fn a_meaning_is_written_in_hexadecimal() {
        let one = meaning(&[1.0, -1.0, 0.0]);
        let written = serde_json::to_string(&one).unwrap();
        assert_eq!(written, "\"7f8100\"");
        assert_eq!(serde_json::from_str::<Meaning>(&written).unwrap(), one);
        for wrong in ["\"7\"", "\"zz\"", "\"é0\"", "3"] {
            assert!(serde_json::from_str::<Meaning>(wrong).is_err(), "{wrong}");
        }
    }
}
