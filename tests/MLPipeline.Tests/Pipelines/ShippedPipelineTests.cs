using MLPipeline.Detectors;
using MLPipeline.Pipelines;

namespace MLPipeline.Tests.Pipelines;

public class ShippedPipelineTests
{
    private static readonly string Folder = FindFolder();

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.yaml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_is_read_and_named_after_itself(string file) =>
        Assert.Equal(Path.GetFileNameWithoutExtension(file), PipelineFile.Load(Path.Combine(Folder, file)).Name);

    [Fact]
    public void Default_is_the_default_options() =>
        Assert.Equal(PipelineJson.Serialize(new()), PipelineJson.Serialize(PipelineFile.Load(Path.Combine(Folder, "default.yaml"))));

    [Fact]
    public void Default_has_every_key()
    {
        var written = Paths(YamlTree.Read(PipelineFile.ToYaml(new()))!);

        Assert.Equal(written, Paths(YamlTree.Read(File.ReadAllText(Path.Combine(Folder, "default.yaml")))!));
    }

    [Fact]
    public void Fast_is_the_default_on_the_smaller_network()
    {
        var member = Assert.Single(PipelineFile.Load(Path.Combine(Folder, "fast.yaml")).Members);

        Assert.Equal(new PatchGaussianOptions(), member.Detector);
        Assert.Equal(("efficientnet-lite0", 224, 196), (member.Featurizer.Backbone, member.Featurizer.Size, member.Embedding.Cells));
    }

    // What a run does with best.yaml, a search does with the portfolio.
    [Fact]
    public void Best_is_the_default_with_the_portfolio_and_the_gate()
    {
        var best = PipelineFile.Load(Path.Combine(Folder, "best.yaml"));
        var portfolio = PipelineFile.Load(Path.Combine(Folder, "portfolio.yaml")).Search!.Portfolio!;

        Assert.Equal(new(), best.Gate);
        Assert.Equal(2, best.Members[0].Weight);
        Assert.Equal(
            [.. portfolio.Select(p => JsonOf(p.Member)).Order(StringComparer.Ordinal), JsonOf(new MemberOptions { Weight = 2 })],
            [.. best.Members.Skip(1).Select(JsonOf).Order(StringComparer.Ordinal), JsonOf(best.Members[0])]);
    }

    private static string JsonOf(MemberOptions member) => PipelineJson.Serialize(new() { Members = [member] });

    private static IEnumerable<string> Paths(YamlItem item) => item is YamlSection section
        ? section.Entries.SelectMany(e => Paths(e.Value).Select(p => $"{e.Key}.{p}"))
        : [""];

    private static string FindFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MLPipeline.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "pipelines");
    }
}
