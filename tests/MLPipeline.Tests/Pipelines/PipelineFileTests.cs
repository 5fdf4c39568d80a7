using MLPipeline.Detectors;
using MLPipeline.Pipelines;

namespace MLPipeline.Tests.Pipelines;

public sealed class PipelineFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pipeline file ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Keys_that_are_left_out_keep_their_defaults()
    {
        var options = PipelineFile.Parse("name: mine", "my.yaml");

        Assert.Equal(Json(new PipelineOptions() with { Name = "mine" }), Json(options));
    }

    [Fact]
    public void The_one_member_may_stand_at_top_level()
    {
        var options = PipelineFile.Parse(
            """
            featurizer: {runtime: onnx, size: 224}
            detector:
              type: pca-residual
              variance: 0.9
            """, "my.yaml");

        var member = Assert.Single(options.Members);
        Assert.Equal(("onnx", 224), (member.Featurizer.Runtime, member.Featurizer.Size));
        Assert.Equal(196, member.Embedding.Cells);
        Assert.Equal(new PcaResidualOptions { Variance = 0.9 }, member.Detector);
    }

    [Fact]
    public void Members_stand_in_a_list_with_layers_in_flow_or_block_style()
    {
        var options = PipelineFile.Parse(
            """
            members:
            - detector: {type: mahalanobis}
              featurizer:
                layers:
                - stage7
            - featurizer: {size: 384, layers: [stage3, stage5]}
            """, "my.yaml");

        Assert.Equal(2, options.Members.Count);
        Assert.Equal(new MahalanobisOptions(), options.Members[0].Detector);
        Assert.Equal(["stage7"], options.Members[0].Featurizer.Layers);
        Assert.Equal(new PatchGaussianOptions(), options.Members[1].Detector);
        Assert.Equal(["stage3", "stage5"], options.Members[1].Featurizer.Layers);
    }

    [Fact]
    public void A_detector_without_a_type_is_the_default_one()
    {
        var options = PipelineFile.Parse("detector: {rank: 8}", "my.yaml");

        Assert.Equal(new PatchGaussianOptions { Rank = 8 }, options.Members[0].Detector);
    }

    [Fact]
    public void An_anchor_is_written_once_and_used_twice()
    {
        var options = PipelineFile.Parse(
            """
            members:
            - embedding: &small {cells: 4}
            - embedding: *small
            """, "my.yaml");

        Assert.All(options.Members, m => Assert.Equal(4, m.Embedding.Cells));
    }

    [Fact]
    public void A_file_in_JSON_is_read_as_well()
    {
        var options = PipelineFile.Parse("""{"name": "j", "threshold": {"target_fpr": 1e-2}}""", "my.json");

        Assert.Equal(("j", 0.01), (options.Name, options.Threshold.TargetFpr));
    }

    [Fact]
    public void The_path_of_a_manifest_is_relative_to_the_file()
    {
        var file = Path.Combine(_folder, "a file.yaml");
        File.WriteAllText(file, """
            members: [{featurizer: {backbone: ../nets/mine.json}}, {featurizer: {backbone: plain}}]
            search: {space: {backbones: [../nets/mine.json, plain]}}
            """);

        var options = PipelineFile.Load(file);

        Assert.Equal(Path.Combine(Path.GetDirectoryName(_folder)!, "nets", "mine.json"), options.Members[0].Featurizer.Backbone);
        Assert.Equal("plain", options.Members[1].Featurizer.Backbone);
        Assert.Equal(options.Members.Select(m => m.Featurizer.Backbone), options.Search!.Space.Backbones);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var e = Assert.Throws<FileNotFoundException>(() => PipelineFile.Load("not there.yaml"));

        Assert.Equal("The pipeline file 'not there.yaml' does not exist. Give the path of a YAML file, or one of these names: best, default, fast, localize, portfolio, search, video.", e.Message);
    }

    [Fact]
    public void A_folder_is_not_a_file()
    {
        var e = Assert.Throws<FileNotFoundException>(() => PipelineFile.Load(_folder));

        Assert.StartsWith($"The pipeline file '{_folder}' is a folder.", e.Message);
    }

    private static string Json(PipelineOptions options) => PipelineJson.Serialize(options);
}
