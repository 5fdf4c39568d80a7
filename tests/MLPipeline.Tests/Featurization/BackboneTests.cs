using MLPipeline.Featurization;
using MLPipeline.Pipelines;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Featurization;

/// <summary>Manifests that do not fit their network: each is named before a photo is read.</summary>
public sealed class BackboneTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("stage5", 112, 16, null)]
    [InlineData("stage5", 115, 16, "layer 'stage5' gives 4032 numbers for a picture of 96x96")]
    [InlineData("stage5", 112, 8, "layer 'stage5' gives 4032 numbers")]
    [InlineData("nothere", 112, 16, "'nothere'")]
    public void A_manifest_that_says_something_else_than_the_network_is_named(string layer, int channels, int stride, string? told)
    {
        var manifest = Manifest($$"""{ "name": "{{layer}}", "channels": {{channels}}, "stride": {{stride}} }""");
        var problems = PipelineCheck.Problems(Pipeline(manifest, layer));
        if (told is null)
        {
            Assert.Empty(problems);
            return;
        }

        Assert.Contains(manifest, Assert.Single(problems), StringComparison.Ordinal);
        Assert.Contains(told, problems[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "name": "a", "channels": 0, "stride": 16 }""", "0 channels")]
    [InlineData("""{ "name": "a", "channels": 4, "stride": -1 }""", "stride -1")]
    [InlineData("""{ "name": "a", "channels": 4, "stride": 1 }, { "name": "a", "channels": 4, "stride": 1 }""", "'a' is there twice")]
    [InlineData("", "lists no outputs")]
    public void A_manifest_that_cannot_be_is_refused(string outputs, string told)
    {
        var manifest = Manifest(outputs);
        var error = Assert.Throws<InvalidDataException>(() => Backbone.Load(manifest));
        Assert.StartsWith(manifest, error.Message, StringComparison.Ordinal);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_network_is_named_with_its_manifest()
    {
        var manifest = Manifest("""{ "name": "a", "channels": 4, "stride": 1 }""", "text"u8.ToArray());
        Assert.Contains(manifest, Assert.Single(PipelineCheck.Problems(Pipeline(manifest, "a"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_not_missing()
    {
        var manifest = Manifest("""{ "name": "a", "channels": 4, "stride": 1 }""", []);
        File.Delete(_folder["own.onnx"]);
        Directory.CreateDirectory(_folder["own.onnx"]);
        Assert.Contains("is a folder", Assert.Throws<FileNotFoundException>(() => Backbone.Load(manifest).PathOf(".onnx")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("featurizer: {backbone: efficientnet-lite9}", "featurizer: There is no backbone 'efficientnet-lite9'")]
    [InlineData("featurizer: {layers: [stage5, stage9]}", "has no layer 'stage9'")]
    [InlineData("members: [{}, {featurizer: {layers: [stage9]}}]", "members[1].featurizer: ")]
    [InlineData("search: {space: {backbones: [none]}}", "search.space.backbones: There is no backbone 'none'")]
    [InlineData("search: {space: {layers: [stage5+stage8]}}", "has a layer 'stage8'")]
    public void A_pipeline_that_cannot_run_is_told(string yaml, string told) =>
        Assert.Contains(told, Assert.Single(PipelineCheck.Problems(PipelineFile.Parse(yaml, "my.yaml"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("default")]
    [InlineData("search")]
    public void What_is_shipped_can_run(string name) => Assert.Empty(PipelineCheck.Problems(PipelineFile.Load(name)));

    [Fact]
    public void A_runtime_that_is_not_built_in_is_told()
    {
        Assert.SkipWhen(BackboneRuntimes.All.TryFind("tensorflow") is not null, "TensorFlow is built in");
        var problem = Assert.Single(PipelineCheck.Problems(PipelineFile.Parse("featurizer: {runtime: tensorflow}", "my.yaml")));
        Assert.Contains("not built into", problem, StringComparison.Ordinal);
    }

    private static PipelineOptions Pipeline(string manifest, string layer) =>
        new() { Members = [new() { Featurizer = new() { Backbone = manifest, Size = 96, Layers = [layer] } }] };

    private string Manifest(string outputs, byte[]? network = null)
    {
        _folder.Write("own.onnx", network ?? File.ReadAllBytes(Path.Combine(Repository.Root, "data", "backbones", "efficientnet-lite0.onnx")));
        return _folder.Write(
            "own.json",
            $$"""
            { "name": "own", "input": { "name": "image" }, "outputs": [ {{outputs}} ], "files": { "own.onnx": { "sha256": "..." } } }
            """);
    }
}
