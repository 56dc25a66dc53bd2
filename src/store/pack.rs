//! Small numbers as bytes: seven bits a byte, least first, the high bit says that more follow (LEB128).

use crate::error::Result;
use crate::store::fault::damaged;

/// Packs numbers into bytes, one byte for each below 128.
pub fn pack(numbers: &[u32]) -> Vec<u8> {
    let mut out = Vec::with_capacity(numbers.len() * 2);
    for &number in numbers {
        let mut rest = number;
        while rest >= 0x80 {
            out.push((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        out.push(rest as u8);
    }
    out
}

/// Unpacks what [`pack`] made.
///
/// # Errors
/// When the bytes are none of its making.
pub fn unpack(bytes: &[u8]) -> Result<Vec<u32>> {
    let mut out = Vec::with_capacity(bytes.len());
    let (mut number, mut shift) = (0u64, 0);
    for &byte in bytes {
        number |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            out.push(u32::try_from(number).map_err(|_| damaged("a packed number is too large"))?);
            (number, shift) = (0, 0);
        } else if shift > 28 {
            return Err(damaged("a packed number is too long"));
        }
    }
    if shift == 0 {
        Ok(out)
    } else {
        Err(damaged("a packed number is cut off"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn unpacking_undoes_packing(numbers in prop::collection::vec(any::<u32>(), 0..50)) {
            prop_assert_eq!(unpack(&pack(&numbers)).unwrap(), numbers);
        }

        #[test]
        fn no_bytes_make_unpacking_panic(bytes in prop::collection::vec(any::<u8>(), 0..50)) {
            let _ = unpack(&bytes);
        }
    }
}
