using System.Text;
using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Detectors;
using MLPipeline.Featurization;
using YamlDotNet.Core;

namespace MLPipeline.Pipelines;

/// <summary>
/// Reads pipeline files. A file is YAML; its keys are the properties of <see cref="PipelineOptions"/> in snake_case, and a
/// key that is left out keeps its default. The one member of a pipeline may stand at top level, as <c>featurizer</c>,
/// <c>embedding</c> and <c>detector</c>; several stand in the list <c>members</c>.
/// </summary>
public static class PipelineFile
{
    /// <summary>
    /// Reads a file, or one of <see cref="ShippedPipelines"/> by its name. A backbone that is given as a <c>.json</c> path is
    /// relative to the file and becomes a full path.
    /// </summary>
    /// <param name="pathOrName">A file's path; what is no file is taken for a name.</param>
    /// <exception cref="PipelineFileException">The file has mistakes; the message lists all of them.</exception>
    /// <exception cref="IOException">There is no such file and no such name, or the file cannot be read.</exception>
    public static PipelineOptions Load(string pathOrName) =>
        File.Exists(pathOrName) ? Parse(ReadText(pathOrName), pathOrName, Path.GetDirectoryName(Path.GetFullPath(pathOrName)))
        : ShippedPipelines.TryRead(pathOrName) is { } text ? Parse(text, pathOrName)
        : throw new FileNotFoundException(Missing(pathOrName), pathOrName);

    /// <summary>Reads the text of a pipeline file; paths in it stay as they are.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="fileName">The name that messages show.</param>
    /// <exception cref="PipelineFileException">The text has mistakes; the message lists all of them.</exception>
    public static PipelineOptions Parse(string text, string fileName) => Parse(text, fileName, folder: null);

    // A letter that is replaced without a word could be part of a path.
    private static string ReadText(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (Utf8.FirstWrong(bytes) is var place and >= 0)
        {
            var mistakes = new Mistakes(path);
            mistakes.Add(Utf8.LineOf(bytes, place), "", $"the file is not UTF-8 (byte {bytes[place]:X2}); save it as UTF-8.");
            mistakes.ThrowIfAny();
        }

        return Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
    }

    /// <summary>The pipeline as the text of a file that reads back as the same options, every key present.</summary>
    public static string ToYaml(PipelineOptions options) => PipelineYaml.Write(options);

    private static string Missing(string pathOrName)
    {
        var found = Directory.Exists(pathOrName) ? "is a folder" : "does not exist";
        var names = ShippedPipelines.Names;
        return $"The pipeline file '{pathOrName}' {found}. Give the path of a YAML file, or one of these names: {string.Join(", ", names)}."
            + NearMiss.Hint(Path.GetFileNameWithoutExtension(pathOrName), names);
    }

    private static PipelineOptions Parse(string text, string fileName, string? folder)
    {
        var mistakes = new Mistakes(fileName);
        var (options, member) = (new PipelineOptions(), new MemberOptions());
        var section = ReadSection(text, mistakes);
        if (section is not null)
        {
            var binder = new YamlBinder(mistakes, Families(), record => Resolve(record, folder));
            binder.Fill(section, "", options, member);
            var memberKeys = OptionNames.Properties(typeof(MemberOptions)).Select(OptionNames.Key).ToArray();
            var lone = section.Entries.FirstOrDefault(e => memberKeys.Contains(e.Key));
            var list = section.Entries.FirstOrDefault(e => e.Key == "members");
            if (lone is not null && list is not null)
            {
                mistakes.Add(
                    Math.Max(lone.Line, list.Line), "",
                    $"'{lone.Key}' and 'members' exclude each other; put the former into an item of the latter.");
            }
            else if (lone is not null)
            {
                options = options with { Members = [member] };
            }
        }

        Check(options, section, mistakes);
        mistakes.ThrowIfAny();
        return options;
    }

    /// <summary>What no single value shows.</summary>
    private static void Check(PipelineOptions options, YamlSection? section, Mistakes mistakes)
    {
        int LineOf(string key) => section?.Entries.FirstOrDefault(e => e.Key == key)?.Line ?? 1;
        if (options.Members.Count > 1 && options.ScoringMembers.Count == 0)
        {
            mistakes.Add(LineOf("members"), "members", "none of them gives a score; write 'gives: both' or 'gives: score' for at least one.");
        }

        try
        {
            GroupRule.Parse(options.Groups);
        }
        catch (FormatException error)
        {
            mistakes.Add(LineOf("groups"), "groups", error.Message);
        }
    }

    private static YamlSection? ReadSection(string text, Mistakes mistakes)
    {
        try
        {
            switch (YamlTree.Read(text))
            {
                case YamlSection section:
                    return section;
                case null or YamlText { IsNull: true }:
                    mistakes.Add(1, "", "the file is empty; write 'name: default' for a pipeline of defaults.");
                    return null;
                case var other:
                    mistakes.Add(other.Line, "", "the file must be a section of keys, such as 'name: default'.");
                    return null;
            }
        }
        catch (YamlException e)
        {
            mistakes.Add(LineOf(e, text), "", $"not valid YAML: {e.Message.TrimEnd('.')}.");
            return null;
        }
    }

    // What is not closed is told where it opens; YamlDotNet tells of a tab where the section around it opens.
    private static int LineOf(YamlException e, string text)
    {
        var lines = text.Split('\n');
        var start = (int)Math.Min(e.Start.Line, lines.Length);
        var tab = e.Message.Contains(" tab ", StringComparison.Ordinal)
            ? Array.FindIndex(lines, start - 1, l => l[..^l.TrimStart().Length].Contains('\t'))
            : -1;
        return tab < 0 ? start : tab + 1;
    }

    // Asked at each reading: a detector may have been registered since.
    private static Dictionary<Type, IReadOnlyDictionary<string, Type>> Families() => new()
    {
        [typeof(DetectorOptions)] = DetectorKinds.All.All.ToDictionary(k => k.Name, k => k.Defaults.GetType()),
    };

    private static object Resolve(object record, string? folder)
    {
        string Full(string backbone) => folder is not null && backbone.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? Path.GetFullPath(backbone, folder)
            : backbone;

        return record switch
        {
            FeaturizerOptions featurizer => featurizer with { Backbone = Full(featurizer.Backbone) },
            SpaceOptions space => space with { Backbones = [.. space.Backbones.Select(Full)] },
            _ => record,
        };
    }
}
