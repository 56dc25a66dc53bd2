//! Stands in for the downloads of a build without the feature `fetch`: there is none, and no value of it can be made.

use crate::cli::Context;
use crate::cli::downloads::{Ask, Harvest, Shelf};
use crate::cli::net::{Door, allowed};
use crate::error::{Error, Result};

/// Nothing can be downloaded.
#[derive(Debug)]
pub(crate) enum Downloads {}

impl Downloads {
    pub(crate) fn new(_: &Door, context: &Context) -> Result<Self> {
        allowed(context)?;
        Err(Error::usage("nothing can be downloaded"))
    }

    pub(crate) fn now(&self) -> i64 {
        match *self {}
    }

    pub(crate) fn take(&mut self, _: &str, _: &Ask<'_>, _: &mut dyn Shelf) -> Result<Harvest> {
        match *self {}
    }
}
