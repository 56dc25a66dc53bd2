//! One bit for each byte of a text: what is asked of every byte is asked of sixty-four at once, without a branch that no processor could guess.

/// Bytes to a number.
const WIDE: usize = 64;

/// For each sixty-four bytes of `text` a number that has a bit for each that `is` true of, the first lowest. A last stretch of fewer bytes is filled up
/// with zeros, of which `is` must not be true.
pub(crate) fn bits(text: &[u8], is: impl Fn(u8) -> bool + Copy) -> impl Iterator<Item = u64> {
    let (whole, rest) = text.as_chunks::<WIDE>();
    let last = (!rest.is_empty()).then(|| {
        let mut filled = [0; WIDE];
        filled[..rest.len()].copy_from_slice(rest);
        gathered(&filled, is)
    });
    whole
        .iter()
        .map(move |bytes| gathered(bytes, is))
        .chain(last)
}

fn gathered(bytes: &[u8; WIDE], is: impl Fn(u8) -> bool) -> u64 {
    /// Brings the lowest bits of eight bytes together in the highest byte of the product.
    const TOGETHER: u64 = 0x0102_0408_1020_4080;
    let mut flags = [0_u8; WIDE];
    for (flag, &byte) in flags.iter_mut().zip(bytes) {
        *flag = u8::from(is(byte));
    }
    let (eights, _) = flags.as_chunks::<8>();
    let eight = |flags: &[u8; 8]| u64::from_le_bytes(*flags).wrapping_mul(TOGETHER) >> 56;
    eights.iter().rev().fold(0, |all, e| all << 8 | eight(e))
}

/// The places of the bits that are set, the lowest first.
pub(crate) fn places(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (bits != 0).then(|| bits.trailing_zeros() as usize);
        bits &= bits.wrapping_sub(1);
        place
    })
}

/// Calls `run` with the beginning and the end of every longest run of bytes that `is` true of, in order.
pub(crate) fn each_run(
    text: &[u8],
    is: impl Fn(u8) -> bool + Copy,
    mut run: impl FnMut(usize, usize),
) {
    let (mut start, mut inside) = (0, 0);
    for (held, base) in bits(text, is).zip((0..).step_by(WIDE)) {
        let before = held << 1 | inside;
        let mut starts = held & !before;
        let ends = before & !held;
        let mut begin = || {
            let place = base + starts.trailing_zeros() as usize;
            starts &= starts.wrapping_sub(1);
            place
        };
        if inside == 0 {
            start = begin();
        }
        for end in places(ends) {
            run(start, base + end);
            start = begin();
        }
        inside = held >> (WIDE - 1);
    }
    if inside == 1 {
        run(start, text.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is(byte: u8) -> bool {
        byte.is_ascii_lowercase()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_byte_has_its_bit(text in "[a-b .é]{0,200}") {
            let places: Vec<usize> = bits(text.as_bytes(), is).enumerate()
                .flat_map(|(n, held)| places(held).map(move |at| n * WIDE + at))
                .collect();
            let slow: Vec<usize> = text.bytes().enumerate().filter(|b| is(b.1)).map(|b| b.0).collect();
            prop_assert_eq!(places, slow);
        }

        #[test]
        fn runs_are_those_that_a_slow_walk_finds(text in "([a-z]{0,70}[ .é]{0,3}){0,9}") {
            let mut found = Vec::new();
            each_run(text.as_bytes(), is, |start, end| found.push((start, end)));
            let bytes = text.as_bytes();
            let mut slow = Vec::new();
            let mut at = 0;
            for run in bytes.chunk_by(|a, b| is(*a) == is(*b)) {
                if is(run[0]) {
                    slow.push((at, at + run.len()));
                }
                at += run.len();
            }
            prop_assert_eq!(found, slow);
        }
    }
}
