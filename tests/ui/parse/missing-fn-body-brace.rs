//! What stands where a body should begin.
fn main()
    let x = 1;
} //~ ERROR `}` closes no bracket
