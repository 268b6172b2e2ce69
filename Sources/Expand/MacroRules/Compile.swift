// From a definition's tokens to its compiled rules.
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// Compiles a definition, with all messages about it; what needs a feature is added to `gates`. Done once per definition; see
/// `MacroRulesDefinition.isValid`.
public func compileMacro(_ source: MacroSource, into diagnostics: inout DiagnosticList, _ gates: inout [MacroGate]) -> MacroRulesDefinition {
  var compiler = MacroCompiler(source)
  compiler.run()
  diagnostics.add(contentsOf: compiler.quoted.diagnostics)
  diagnostics.add(contentsOf: compiler.checker.diagnostics)
  gates += compiler.quoted.gates
  return compiler.finish()
}

/// Sharing: none.
private struct MacroCompiler: ~Copyable {
  let source: MacroSource
  let tokens: TokenBuffer
  var quoted: QuotedParser
  var checker: MatcherChecker
  var i: TokenIndex
  let end: TokenIndex

  var rules = Store<MacroRule>()
  var steps = Store<MatcherStep>()
  var ops = Store<TranscribeOp>()
  var lists = Store<UInt32>()
  var variables = Store<MacroVariable>()
  var hasBangRules = false
  var hasAttributeRules = false
  var hasDeriveRules = false
  /// Whether nothing was found that makes the definition useless.
  var isValid = true
  /// Of the rule at hand: from names to variables.
  var variableOfKey: [VariableKey: UInt32] = [:]

  init(_ source: MacroSource) {
    self.source = source
    tokens = source.tokens
    quoted = QuotedParser(tokens: source.tokens, edition: source.edition)
    checker = MatcherChecker(edition: source.edition)
    i = source.body.start
    end = source.body.end
  }

  consuming func finish() -> MacroRulesDefinition {
    let isValid = isValid && !checker.diagnostics.hasErrors
    return MacroRulesDefinition(
      name: source.name, isValid: isValid, hasBangRules: hasBangRules || !(hasAttributeRules || hasDeriveRules),
      hasAttributeRules: hasAttributeRules, hasDeriveRules: hasDeriveRules,
      transparency: source.transparency ?? (source.isMacroRules ? .semiOpaque : .opaque),
      rules: rules.freeze(), steps: steps.freeze(), ops: ops.freeze(), lists: lists.freeze(), variables: variables.freeze())
  }

  // MARK: Rules

  mutating func run() {
    if source.isMacroRules {
      while i < end {
        guard rule(), separated(by: .semi) else { return isValid = false }
      }
    } else {
      modern()
    }
    if rules.count == 0 && isValid {
      checker.diagnostics.add(.noRules(at: source.span))
      isValid = false
    }
  }

  /// `macro m(…) { … }` is given as its two groups; `macro m { (…) => {…}, … }` as what is inside, or as one group.
  private mutating func modern() {
    if i < end, tokens[i].kind == .openParen, tokens[i].payload + 1 < end, tokens[tokens[i].payload + 1].kind == .openBrace,
      tokens.afterTree(at: tokens[i].payload + 1) == end
    {
      hasBangRules = true
      let matcher = tree(isPattern: true)
      addRule(.bang, arguments: nil, matcher: matcher, transcriber: tree(isPattern: false), isUnsafe: false)
      return
    }
    while i < end {
      guard rule(), separated(by: .comma) else { return isValid = false }
    }
  }

  private mutating func separated(by kind: TokenKind) -> Bool {
    if i == end { return true }
    if tokens[i].kind == kind {
      i += 1
      return true
    }
    checker.diagnostics.add(.definitionExpected("`\(kind.operatorText)`", tokens[i]))
    return false
  }

  private func endSpan() -> Span { end > source.body.start ? tokens[end - 1].span.end : source.span }

  private mutating func expectMore(_ what: String) -> Bool {
    if i < end { return true }
    checker.diagnostics.add(.definitionEnds(expected: what, at: endSpan()))
    return false
  }

  /// The tree at hand.
  private mutating func tree(isPattern: Bool) -> QuotedTree {
    let next = tokens.afterTree(at: i)
    let result = quoted.parse(TokenRange(i, next), isPattern: isPattern)
    let fallback = QuotedTree(.token, tokens[i], span: tokens[i].span)
    i = next
    return result.last ?? fallback
  }

  private mutating func eatWord(_ text: Name) -> Bool {
    if i < end && tokens[i].isWord(text) {
      i += 1
      return true
    }
    return false
  }

  private static let attr = Name("attr")

  /// One rule. False if the rest cannot be read.
  private mutating func rule() -> Bool {
    let start = tokens[i]
    let isUnsafe = eatWord(.unsafe)
    if isUnsafe && !expectMore("`attr`") { return false }
    var arguments: QuotedTree?
    var kind = MacroRule.Kind.bang
    if eatWord(Self.attr) {
      kind = .attribute
      hasAttributeRules = true
      guard expectMore("the arguments of the attribute") else { return false }
      checkParens(Self.attr)
      let tree = tree(isPattern: true)
      checker.check(tree)
      arguments = tree
      guard expectMore("what the attribute stands on") else { return false }
    } else if eatWord(.derive) {
      kind = .derive
      hasDeriveRules = true
      if isUnsafe { checker.diagnostics.add(.unsafeRule(at: start.span)) }
      guard expectMore("`()`") else { return false }
      checkParens(.derive)
      let open = tokens[i]
      if !open.kind.isOpen || open.payload != i + 1 { checker.diagnostics.add(.deriveRuleArguments(at: open.span)) }
      i = tokens.afterTree(at: i)
      guard expectMore("what is derived for") else { return false }
      if tokens[i].kind == .fatArrow {
        checker.diagnostics.add(.definitionExpected("what is derived for", tokens[i]))
        return false
      }
    } else {
      hasBangRules = true
      if isUnsafe { checker.diagnostics.add(.unsafeRule(at: start.span)) }
      guard expectMore("a matcher") else { return false }
    }
    let matcher = tree(isPattern: true)
    checker.check(matcher)
    guard i < end, tokens[i].kind == .fatArrow else {
      if i < end {
        checker.diagnostics.add(.definitionExpected("`=>`", tokens[i]))
      } else {
        checker.diagnostics.add(.definitionEnds(expected: "`=>`", at: endSpan()))
      }
      return false
    }
    i += 1
    guard expectMore("the right side of the rule") else { return false }
    let transcriber = tree(isPattern: false)
    if transcriber.kind != .delimited { checker.diagnostics.add(.transcriberNotDelimited(at: transcriber.span)) }
    guard matcher.kind == .delimited, arguments.map({ $0.kind == .delimited }) ?? true, transcriber.kind == .delimited else {
      isValid = false
      return true
    }
    addRule(kind, arguments: arguments, matcher: matcher, transcriber: transcriber, isUnsafe: isUnsafe)
    return true
  }

  private mutating func checkParens(_ keyword: Name) {
    if tokens[i].kind.isOpen && tokens[i].kind != .openParen {
      checker.diagnostics.add(.attributeRuleParens(keyword, at: tokens[i].span.to(tokens[tokens[i].payload].span)))
    }
  }

  private mutating func addRule(
    _ kind: MacroRule.Kind, arguments: QuotedTree?, matcher: QuotedTree, transcriber: QuotedTree, isUnsafe: Bool
  ) {
    var seen: [VariableKey: Span] = [:]
    if let arguments { checker.checkNames(arguments.children, &seen) }
    checker.checkNames(matcher.children, &seen)

    variableOfKey = [:]
    let firstVariable = variables.count
    var rule = MacroRule(kind: kind, isUnsafe: isUnsafe, span: matcher.span)
    if let arguments { rule.arguments = compileMatcher(arguments.children, firstVariable) }
    rule.argumentVariableCount = UInt32(variables.count - firstVariable)
    rule.matcher = compileMatcher(matcher.children, firstVariable)
    rule.variables = Run(start: firstVariable, count: variables.count - firstVariable)
    let firstOp = ops.count
    for tree in transcriber.children { addOps(tree) }
    rule.ops = Run(start: firstOp, count: ops.count - firstOp)
    rule.bodySpan = transcriber.span
    rules.append(rule)
  }

  // MARK: Matchers

  private mutating func compileMatcher(_ trees: [QuotedTree], _ firstVariable: Int) -> Run<MatcherStep> {
    let start = steps.count
    addSteps(trees, start, firstVariable, depth: 0)
    steps.append(MatcherStep(.end, Token.none))
    return Run(start: start, count: steps.count - start)
  }

  /// - Parameter start: number of the matcher's first step; places in steps count from there.
  private mutating func addSteps(_ trees: [QuotedTree], _ start: Int, _ firstVariable: Int, depth: UInt8) {
    for tree in trees {
      switch tree.kind {
      case .token:
        // Doc comments in matchers match nothing and are passed over.
        if !tree.token.kind.isDoc { steps.append(MatcherStep(.token, tree.token)) }
      case .delimited:
        steps.append(MatcherStep(.token, tree.token))
        addSteps(tree.children, start, firstVariable, depth: depth)
        steps.append(MatcherStep(.token, tree.close))
      case .sequence:
        let sequence = steps.append(MatcherStep(.sequence, tree.token))
        let firstInside = variables.count - firstVariable
        addSteps(tree.children, start, firstVariable, depth: depth + 1)
        let first = UInt32(sequence.index + 1 - start)
        if let separator = tree.separator {
          steps.append(MatcherStep(.separator, separator))
          var after = MatcherStep(.afterSeparator, separator)
          after.target = first
          steps.append(after)
        } else {
          var last = MatcherStep(.repetitionEnd, tree.token)
          last.target = first
          last.repetition = tree.repetition
          steps.append(last)
        }
        steps[sequence].repetition = tree.repetition
        steps[sequence].target = UInt32(steps.count - start)
        steps[sequence].variable = UInt32(firstInside)
        steps[sequence].variableCount = UInt32(variables.count - firstVariable - firstInside)
        steps[sequence].depth = depth
      case .declaration:
        var step = MatcherStep(.variable, tree.token)
        step.fragment = tree.fragment
        step.isInferred = tree.isInferred
        step.depth = depth
        step.variable = UInt32(variables.count - firstVariable)
        step.spanLow = tree.span.lo
        steps.append(step)
        let key = VariableKey(tree.token)
        if variableOfKey[key] == nil { variableOfKey[key] = step.variable }
        variables.append(MacroVariable(name: tree.token.name, fragment: tree.fragment, depth: depth))
      case .variable, .expression: break
      }
    }
  }

  // MARK: Transcribers

  private mutating func addOps(_ tree: QuotedTree) {
    switch tree.kind {
    case .token:
      var op = TranscribeOp(.token, tree.token)
      op.token.flags &= ~Token.jointFlag
      ops.append(op)
    case .delimited:
      ops.append(TranscribeOp(.open, tree.token))
      for child in tree.children { addOps(child) }
      var close = TranscribeOp(.close, tree.close)
      if tree.close.kind == .closeBracket { close.token.flags &= ~Token.jointFlag }
      ops.append(close)
    case .variable:
      if let variable = variableOfKey[VariableKey(tree.token)] {
        var op = TranscribeOp(.variable, Token(.identifier, payload: tree.token.payload, span: tree.span))
        op.a = variable
        ops.append(op)
      } else {
        // Not a variable of this macro: perhaps of one that it defines.
        let span = Span(lo: tree.span.lo, hi: tree.span.lo + 1, context: tree.span.context)
        ops.append(TranscribeOp(.token, Token(.dollar, span: span, flags: Token.jointFlag)))
        var name = TranscribeOp(.token, tree.token)
        name.token.flags &= ~Token.jointFlag
        ops.append(name)
      }
    case .sequence:
      let id = ops.append(TranscribeOp(.sequence, tree.token))
      for child in tree.children { addOps(child) }
      var last = TranscribeOp(.sequenceEnd, tree.separator ?? tree.token)
      last.isFlagged = tree.separator != nil
      last.a = UInt32(id.index)
      let endID = ops.append(last)
      var used: [UInt32] = []
      collectVariables(tree.children, &used)
      ops[id].a = UInt32(endID.index)
      ops[id].b = UInt32(lists.count)
      ops[id].c = UInt32(used.count)
      ops[id].isFlagged = tree.repetition == .oneOrMore
      for v in used { lists.append(v) }
    case .expression: addExpression(tree)
    case .declaration: break
    }
  }

  private func collectVariables(_ trees: [QuotedTree], _ result: inout [UInt32]) {
    for tree in trees {
      if tree.kind == .variable, let v = variableOfKey[VariableKey(tree.token)] { result.append(v) }
      if tree.kind == .expression, let expression = tree.expression {
        for token in expression.variables { if let v = variableOfKey[VariableKey(token)] { result.append(v) } }
      }
      collectVariables(tree.children, &result)
    }
  }

  private mutating func addExpression(_ tree: QuotedTree) {
    guard let expression = tree.expression else { return }
    var op: TranscribeOp
    switch expression {
    case .count(let variable, let depth):
      op = TranscribeOp(.count, tree.token)
      op.a = variableOfKey[VariableKey(variable)] ?? .max
      op.b = UInt32(clamping: depth)
      op.c = variable.payload
    case .ignore(let variable):
      op = TranscribeOp(.ignore, tree.token)
      op.a = variableOfKey[VariableKey(variable)] ?? .max
      op.c = variable.payload
    case .index(let depth):
      op = TranscribeOp(.index, tree.token)
      op.b = UInt32(clamping: depth)
    case .length(let depth):
      op = TranscribeOp(.length, tree.token)
      op.b = UInt32(clamping: depth)
    case .concat(let elements):
      op = TranscribeOp(.concat, tree.token)
      op.b = UInt32(lists.count)
      op.c = UInt32(elements.count)
      // Pairs: a variable and its name, or none and a text.
      for element in elements {
        switch element {
        case .text(let text):
          lists.append(.max)
          lists.append(text.rawValue)
        case .variable(let token):
          lists.append(variableOfKey[VariableKey(token)] ?? .max - 1)
          lists.append(token.payload)
        }
      }
    }
    ops.append(op)
  }
}
