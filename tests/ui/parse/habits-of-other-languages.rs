//! What is written otherwise elsewhere: told of, and read as it is meant where that is clear.
//@ edition: 2021
#![no_std]

fn number(x: u8) -> u8 {
    x
}

fn loops() {
    for (x in 0..3) { //~ ERROR `for` has no parentheses around what comes before its block
        number(x);
    }
    for x 0..3 {} //~ ERROR `in` is missing after the pattern of `for`
    outer: loop { //~ ERROR a label begins with `'`
        break outer;
    }
    block: {} //~ ERROR a label begins with `'`
}

fn operators(a: u8, b: u8) -> bool {
    let _ = a <> b; //~ ERROR there is no such comparison operator
    let _ = a === b; //~ ERROR there is no such comparison operator
    let _ = a !== c; //~ ERROR there is no such comparison operator
    let _ = true ? 1 : 2; //~ ERROR there is no `… ? … : …`; write `if … { … } else { … }`
    a ? b : c
}

fn values() {
    let _ = box 1; //~ ERROR there are no `box` expressions; write `Box::new(…)`
    let _ = await number(1); //~ ERROR `await` stands behind its operand: `….await`
    let _: [u8, 2] = 1; //~ ERROR expected `;` or `]`, found `,`
    let f = |x: u8| -> u8 x + 1; //~ ERROR expected `{`, as the closure has a return type, found `x`
    f("text");
}

fn conditions(a: Option<u8>) {
    if a == None {
    } else a == Some(1) { //~ ERROR expected `{` or `if` after `else`, found `a`
    }
    if let Some(_) = a || true {} //~ ERROR conditions with `let` are not joined by `||`
    let Some(_) = { a } else { return }; //~ ERROR what ends in `}` stands in parentheses before `else`
}

fn patterns(a: Option<u8>, b: [u8; 2]) {
    match a {
        Some(1 + 2) => {} //~ ERROR expected a pattern, found an expression
        Some(b.len()) => {} //~ ERROR expected a pattern, found an expression
        Some(b[0]) => {} //~ ERROR expected a pattern, found an expression
        c as u8 => {} //~ ERROR expected a pattern, found an expression
        None => {}
    }
    let (b.x, d) = (1, 2); //~ ERROR expected a pattern, found an expression
    let mut ref e = 1;
    match 1u8 { ...3 => {} } //~ ERROR a range pattern without start is written `..=`
    match 1u8 { | => {} }
    //~^ ERROR no `|` stands after the last alternative
    //~| ERROR expected a pattern, found `=>`
}

fn colon() : u8 {} //~ ERROR a return type follows `->`

struct Fields {
    fn method() {} //~ ERROR items do not stand among fields
}

struct Nested {
    struct Inner { a: u8 } //~ ERROR items do not stand among fields
}

async impl Nested {} //~ ERROR expected an item, found keyword `async`

fn last() {
    impl for Fields {}
}

fn very_last() {
    use core::mem
}
