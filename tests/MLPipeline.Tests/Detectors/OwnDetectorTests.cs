using MLPipeline.Featurization;
using MLPipeline.Pipelines;
using MLPipeline.Search;

namespace MLPipeline.Tests.Detectors;

/// <summary>A detector of one's own: <see cref="FarKind"/>'s file is all that it takes to run it, to search it and to name it in a pipeline file.</summary>
public class OwnDetectorTests
{
    [Fact]
    public void A_pipeline_file_names_it()
    {
        var member = PipelineFile.Parse("detector: { type: far, scale: 3 }", "my.yaml").Members[0];

        Assert.Equal(new FarOptions { Scale = 3 }, member.Detector);
        Assert.Equal(member.Detector, PipelineJson.Deserialize(PipelineJson.Serialize(new() { Members = [member] })).Members[0].Detector);
        Assert.Contains("allowed: 0.1 to 10", Assert.Throws<PipelineFileException>(
            () => PipelineFile.Parse("detector: { type: far, scale: 30 }", "my.yaml")).Message);
    }

    [Fact]
    public void A_run_trains_tests_and_exports_it()
    {
        using var run = new TinyRun(TinyDataset.Member(new FarOptions()));

        Assert.NotNull(run.Result.Figures.Auroc?.Estimate);
        Assert.True(run.Result.ModelBytes > 0);
    }

    [Fact]
    public void A_search_moves_what_is_marked()
    {
        var space = new ConfigurationSpace(new() { Detectors = ["far"], Poolings = [Pooling.Mean] });
        var scale = space.Dimensions.Single(d => d.Name == "far.scale");

        Assert.All(space.Structures, s => Assert.Equal("far", s.Detector.Type));
        Assert.Equal(new FarOptions { Scale = 10 }, space.Member(scale.Set(space.Default, scale.At(1))).Detector);
    }
}
