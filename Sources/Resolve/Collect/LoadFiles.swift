// Reading the files of a crate: each round reads, lexes and parses what the round before found, all in parallel.
import Defs
import Diagnostics
import Parallel
import Source
import Support
import Syntax

/// The file behind a `mod name;`.
struct LoadedMod {
  /// The parts of the file, in order; none after a message.
  var units: [SourceUnit]
  var parts: [(unit: SourceUnit, items: IDList<Item>)] { units.map { ($0, $0.items) } }
  /// Where its own modules are, as an index of `CrateResolver.directories`.
  var directory: Int
  /// Attributes of the item and of the file together.
  var attributes: Range32
  var flags: Prepared.Flags
  /// `#![cfg(…)]` in the file took the module away.
  var isGone = false
}

/// A file that a `mod name;` asks for.
private struct FileRequest: Sendable {
  var tree: TreeID
  var item: ID<Item>
  var prepared: Prepared
  var name: String
  var span: Span
  var path: String
  var isModRs: Bool
  /// The file that asks.
  var parent: Int
}

extension CrateResolver {
  /// Reads the root and every file that it leads to. Returns the root.
  func loadFiles() -> LoadedMod? {
    var file: Result<SourceFile, SourceError>
    if let found = input.rootFile {
      file = .success(FileTable[found])
    } else {
      do throws(SourceError) {
        file = .success(FileTable[try FileTable.add(try FileTable.load(input.rootPath))])
      } catch {
        file = .failure(error)
      }
    }
    guard case .success(let rootFile) = file else {
      if case .failure(let error) = file {
        diagnostics.add(.error("cannot read `\(input.rootPath)`: \(error.text)", at: .none))
      }
      return nil
    }
    directories.append(ModDirectory(path: ModDirectory.folder(of: rootFile.path), relative: nil, file: 0))
    filePaths.append(rootFile.path)
    fileParents.append(-1)
    if crate == .local { world.dependencies.addModule(rootFile.path, parent: -1, at: 0) }
    guard let parts = parse([rootFile], lexed: input.rootTokens)[0] else { return nil }
    let units = addUnits(parts)
    loadMods(zip(units, parts).map { ($0, $1.outlineMods, 0) })
    let root = parts[0]
    return LoadedMod(
      units: units, directory: 0, attributes: root.fileAttributes.attributes, flags: root.fileAttributes.flags, isGone: !root.isActive)
  }

  /// Gives the trees of a file their numbers, and takes over its messages.
  private func addUnits(_ parts: [ParsedUnit]) -> [SourceUnit] {
    parts.map { part in
      diagnostics.add(contentsOf: part.diagnostics)
      return SourceUnit(
        treeID: Trees.add(ParsedTree(tree: part.tree, buffer: part.tokens, crate: crate)), tree: part.tree, tokens: part.tokens,
        items: part.items, prepared: part.prepared)
    }
  }

  /// Reads the files that the `mod name;` items of new trees ask for, and those that these ask for. The number is the directory of
  /// the tree.
  func loadMods(_ found: [(unit: SourceUnit, mods: [OutlineMod], directory: Int)]) {
    var requests = found.flatMap { fileRequests($0.unit, $0.mods, $0.directory) }
    while !requests.isEmpty {
      let now = requests
      let texts = parallelMap(count: now.count, workers: input.workers) { i -> Result<Source.LoadedFile, SourceError> in
        do throws(SourceError) { return .success(try FileTable.load(now[i].path)) } catch { return .failure(error) }
      }
      let units = load(texts, at: now.map(\.span))
      requests = []
      for (request, parsed) in zip(now, units) {
        let key = Self.modKey(request.tree, request.item)
        guard let parsed else {
          unitOfMod[key] = LoadedMod(units: [], directory: 0, attributes: .empty, flags: [])
          continue
        }
        let file = filePaths.count
        filePaths.append(request.path)
        fileParents.append(request.parent)
        if crate == .local { world.dependencies.addModule(request.path, parent: request.parent, at: request.span.lo) }
        directories.append(.ofFile(request.path, isModRs: request.isModRs, name: request.name, file: file))
        let directory = directories.count - 1
        let units = addUnits(parsed)
        let fileAttributes = parsed[0].fileAttributes
        let outer = world.t.pointee.attributes[request.prepared.attributes]
        let inner = world.t.pointee.attributes[fileAttributes.attributes]
        let attributes =
          inner.isEmpty
          ? request.prepared.attributes
          : outer.isEmpty ? fileAttributes.attributes : world.t.pointee.attributes.append(contentsOf: Array(outer) + Array(inner))
        unitOfMod[key] = LoadedMod(
          units: units, directory: directory, attributes: attributes, flags: fileAttributes.flags, isGone: !parsed[0].isActive)
        for (unit, part) in zip(units, parsed) where part.isActive { requests += fileRequests(unit, part.outlineMods, directory) }
      }
    }
  }

  /// Gives the texts their positions, in order, and parses them in parallel.
  private func load(_ texts: [Result<Source.LoadedFile, SourceError>], at spans: [Span]) -> [[ParsedUnit]?] {
    var files: [SourceFile?] = []
    for (text, span) in zip(texts, spans) {
      do throws(SourceError) {
        files.append(FileTable[try FileTable.add(try text.get())])
      } catch {
        diagnostics.add(.unreadableFile(error.text, at: span))
        files.append(nil)
      }
    }
    return parse(files)
  }

  private func fileRequests(_ unit: SourceUnit, _ mods: [OutlineMod], _ directory: Int) -> [FileRequest] {
    var result: [FileRequest] = []
    for mod in mods {
      var place = directories[directory]
      for step in mod.path { place = place.inside(step.name.text, path: step.path) }
      let item = unit.tree[mod.item]
      let name = item.ident.name.text
      let attribute = mod.prepared.flags.contains(.hasPath) ? stringAttribute(.path, mod.prepared, unit) : nil
      let key = Self.modKey(unit.treeID, mod.item)
      var failure: Diagnostic? = nil
      if place.isInBlock && attribute == nil {
        failure = .modInBlock(item.ident.name, at: item.span)
      } else {
        switch place.find(name, path: attribute) {
        case .file(let path, let isModRs):
          if attribute != nil && !FileTable.exists(path) {
            failure = .missingModFile(item.ident.name, path, nil, at: item.span)
          } else if isCircular(path, place.file) {
            failure = .circularMods(path, at: item.span)
          } else {
            result.append(
              FileRequest(
                tree: unit.treeID, item: mod.item, prepared: mod.prepared, name: name, span: item.span, path: path,
                isModRs: isModRs, parent: place.file))
          }
        case .missing(let plain, let nested): failure = .missingModFile(item.ident.name, plain, nested, at: item.span)
        case .both(let plain, let nested): failure = .ambiguousModFile(item.ident.name, plain, nested, at: item.span)
        }
      }
      if let failure {
        diagnostics.add(failure)
        unitOfMod[key] = LoadedMod(units: [], directory: 0, attributes: .empty, flags: [])
      }
    }
    return result
  }

  private func isCircular(_ path: String, _ file: Int) -> Bool {
    var f = file
    while f >= 0 {
      if filePaths[f] == path { return true }
      f = fileParents[f]
    }
    return false
  }
}
