using System.Text.RegularExpressions;

namespace MLPipeline.Tests.Architecture;

/// <summary>A source file of the library: its wing and room are its folders.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public string Wing => Path.Split('/')[0];

    public string Room => string.Join('/', Path.Split('/')[..^1].Take(2));

    /// <summary>The code without comments and texts.</summary>
    public string Code { get; } = Regex.Replace(Text, """//[^\n]*|/\*.*?\*/|"(\\.|[^"\\\n])*" """.TrimEnd(), m => m.Value[0] == '"' ? "\"\"" : "", RegexOptions.Singleline);

    /// <summary>The types that it declares at top level.</summary>
    public IEnumerable<string> Types => Regex.Matches(
        Text, @"^(?:public |internal )?(?:static |sealed |abstract |readonly |partial )*(?:record struct|record|class|struct|interface|enum)\s+(\w+)", RegexOptions.Multiline)
        .Select(m => m.Groups[1].Value);
}

/// <summary>The order of the house: who lies above whom, and what breaks it.</summary>
/// <param name="rooms">The rooms from below, as <c>Wing/Room</c>; <c>Wing/NAME</c> stands for every room of the wing that has no line of its own.</param>
internal sealed class House(IReadOnlyList<string> rooms)
{
    private const int MostFiles = 12;

    /// <summary>Where packages live. A key that ends in a dot covers all below it.</summary>
    private static readonly Dictionary<string, string[]> Homes = new()
    {
        ["YamlDotNet"] = ["Pipelines/Files"],
        ["Fluid"] = ["Reports/Parts"],
        ["OxyPlot"] = ["Reports/Charts"],
        ["Google.Protobuf"] = ["Compute/Graphs"],
    };

    private static readonly string[] Keywords =
    [
        "new", "return", "is", "as", "in", "out", "ref", "case", "throw", "when", "and", "or", "not", "await", "params", "typeof",
        "public", "private", "protected", "internal", "static", "readonly", "class", "record", "struct", "interface", "enum",
    ];

    private readonly List<string> _wings = [.. rooms.Select(r => r.Split('/')[0]).Distinct()];

    /// <summary>The house that <c>docs/architecture.md</c> draws.</summary>
    public static House FromDocs() => new([.. File
        .ReadLines(Path.Combine(Repository.Root, "docs", "architecture.md"))
        .Select(l => Regex.Match(l, @"^\| `([A-Z]\w+/\w+)` \|"))
        .Where(m => m.Success)
        .Select(m => m.Groups[1].Value)]);

    public static IReadOnlyList<SourceFile> Library() => Sources("MLPipeline");

    public static IReadOnlyList<SourceFile> Sources(string project)
    {
        var root = Path.Combine(Repository.Root, "src", project);
        return
        [
            .. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Select(f => (File: f, Path: Path.GetRelativePath(root, f).Replace('\\', '/')))
                .Where(f => !f.Path.StartsWith("obj/", StringComparison.Ordinal) && !f.Path.StartsWith("bin/", StringComparison.Ordinal))
                .Select(f => new SourceFile(f.Path, File.ReadAllText(f.File))),
        ];
    }

    /// <summary>What of the files breaks the order, a line each.</summary>
    public IEnumerable<string> Violations(IReadOnlyList<SourceFile> files)
    {
        var declared = files.SelectMany(f => f.Types.Select(t => (Type: t, File: f))).ToLookup(t => t.Type, t => t.File);
        foreach (var room in files.GroupBy(f => f.Room).Where(g => g.Count() > MostFiles))
        {
            yield return $"{room.Key} holds {room.Count()} files; divide it ({MostFiles} at most)";
        }

        foreach (var file in files)
        {
            if (LevelOf(file) < 0)
            {
                yield return $"{file.Path} lies in no room of docs/architecture.md";
                continue;
            }

            if (!Regex.IsMatch(file.Text, $@"^namespace MLPipeline\.{file.Wing};", RegexOptions.Multiline))
            {
                yield return $"{file.Path}: its namespace is not MLPipeline.{file.Wing}";
            }

            foreach (var wing in WingsOf(file).Where(w => _wings.IndexOf(w) > _wings.IndexOf(file.Wing)))
            {
                yield return $"{file.Path} uses the higher wing {wing}";
            }

            foreach (var other in Mentioned(file, declared).Where(o => IsAbove(o, file)))
            {
                yield return $"{file.Path} uses {other.Path}, of a room above";
            }

            foreach (var (package, homes) in Homes.Where(h => Regex.IsMatch(file.Text, $@"^using {Regex.Escape(h.Key)}[.;]", RegexOptions.Multiline) && !h.Value.Contains(file.Room)))
            {
                yield return $"{file.Path} uses {package}, whose home is {string.Join(", ", homes)}";
            }
        }
    }

    /// <summary>The wings that a file names, by a using or in full.</summary>
    public static IEnumerable<string> WingsOf(SourceFile file) =>
        Regex.Matches(file.Code, @"\bMLPipeline\.([A-Z]\w+)").Select(m => m.Groups[1].Value).Where(w => w != file.Wing).Distinct();

    // A name that the file gives to a member of its own is that member.
    private static IEnumerable<SourceFile> Mentioned(SourceFile file, ILookup<string, SourceFile> declared) =>
        Regex.Matches(file.Code, @"(?<![\w.])[A-Z]\w*").Select(m => m.Value).Except(MembersOf(file))
            .SelectMany(name => declared[name])
            .Where(o => o.Wing == file.Wing && o.Room != file.Room);

    private static IEnumerable<string> MembersOf(SourceFile file) =>
        Regex.Matches(file.Code, @"(\w+)[\]?>]* ([A-Z]\w*)(?=\s*(?:[({;=,)]|=>))")
            .Where(m => !Keywords.Contains(m.Groups[1].Value)).Select(m => m.Groups[2].Value);

    // Rooms that share a line, such as the detectors, do not know each other.
    private bool IsAbove(SourceFile other, SourceFile file) => LevelOf(other) >= LevelOf(file);

    private int LevelOf(SourceFile file)
    {
        var own = rooms.ToList().IndexOf(file.Room);
        return own >= 0 ? own : rooms.ToList().IndexOf($"{file.Wing}/NAME");
    }
}
