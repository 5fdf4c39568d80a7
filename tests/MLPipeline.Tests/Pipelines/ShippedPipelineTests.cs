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
    public void Fast_is_the_exact_residual_on_a_coarse_grid_of_one_layer()
    {
        var member = Assert.Single(PipelineFile.Load(Path.Combine(Folder, "fast.yaml")).Members);

        Assert.Equal(new PcaResidualOptions { Variance = 0.995 }, member.Detector);
        Assert.Equal(("efficientnet-lite2", 260, 16), (member.Featurizer.Backbone, member.Featurizer.Size, member.Embedding.Cells));
        Assert.Equal(["stage6"], member.Featurizer.Layers);
    }

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
