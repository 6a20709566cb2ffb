//! From text to the bytes of a file: ISO-8859-15, and the ZIP that SIECLE makes around it.

use std::io::{Cursor, Write};

use encoding_rs::ISO_8859_15;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// ISO-8859-15; a letter it lacks becomes a numeric reference, which says the same.
pub(crate) fn latin(text: &str) -> Vec<u8> {
    ISO_8859_15.encode(text).0.into_owned()
}

/// `ExportXML_<name>.zip` around `<name>.xml`.
pub(crate) fn zipped(name: &str, text: &str) -> (String, Vec<u8>) {
    let bytes = latin(text);
    // Writing to memory does not fail; if it ever did, the bare XML would be as good a file.
    match zip(&format!("{name}.xml"), &bytes) {
        Ok(zipped) => (format!("ExportXML_{name}.zip"), zipped),
        Err(_) => (format!("{name}.xml"), bytes),
    }
}

fn zip(name: &str, bytes: &[u8]) -> ZipResult<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated))?;
    writer.write_all(bytes)?;
    Ok(writer.finish()?.into_inner())
}
