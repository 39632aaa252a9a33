//! The two hash functions that the weights were trained with.

/// The 64-bit key of a string (MurmurHash64A with seed 1): what an attribute is before it is embedded.
pub(super) fn string_key(text: &str) -> u64 {
    const MULTIPLIER: u64 = 0xc6a4_a793_5bd1_e995;
    const SHIFT: u32 = 47;
    let bytes = text.as_bytes();
    let mut hash = 1 ^ (bytes.len() as u64).wrapping_mul(MULTIPLIER);
    let mut words = bytes.chunks_exact(8);
    for word in &mut words {
        let mut key = u64::from_le_bytes(word.try_into().expect("chunks of eight bytes"));
        key = key.wrapping_mul(MULTIPLIER);
        key ^= key >> SHIFT;
        hash = (hash ^ key.wrapping_mul(MULTIPLIER)).wrapping_mul(MULTIPLIER);
    }
    let rest = words.remainder();
    if !rest.is_empty() {
        for (index, &byte) in rest.iter().enumerate() {
            hash ^= u64::from(byte) << (8 * index);
        }
        hash = hash.wrapping_mul(MULTIPLIER);
    }
    hash ^= hash >> SHIFT;
    hash = hash.wrapping_mul(MULTIPLIER);
    hash ^ (hash >> SHIFT)
}

/// The four table keys of an attribute: a 128-bit Murmur finalizer over one 64-bit value, cut into four.
pub(super) fn table_keys(value: u64, seed: u32) -> [u32; 4] {
    let finalize = |mut hash: u64| {
        hash ^= hash >> 33;
        hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 33;
        hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        hash ^ (hash >> 33)
    };
    let seed = u64::from(seed);
    let mut low = value.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    low ^= seed ^ 8;
    let mut high = seed ^ 8;
    low = low.wrapping_add(high);
    high = high.wrapping_add(low);
    (low, high) = (finalize(low), finalize(high));
    low = low.wrapping_add(high);
    high = high.wrapping_add(low);
    [low as u32, (low >> 32) as u32, high as u32, (high >> 32) as u32]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn string_keys_are_those_the_tables_were_written_with() {
        assert_eq!(string_key("verb"), 6_360_137_228_241_296_794);
        assert_eq!(string_key("adj"), 12_401_032_943_472_870_168);
    }
}
