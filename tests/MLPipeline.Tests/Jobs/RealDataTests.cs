using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Detectors;
using MLPipeline.Featurization;
using MLPipeline.Jobs;
using MLPipeline.Models;
using MLPipeline.Pipelines;
using MLPipeline.Reports;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Jobs;

/// <summary>The figures that the detectors reach on real photos, where these lie beside the repository.</summary>
public sealed class RealDataTests(RealDataTests.Stored stored) : IClassFixture<RealDataTests.Stored>
{
    private const string Bottle = "mvtec_ad/bottle";
    private const string Transistor = "mvtec_ad/transistor";
    private const string Ksdd = "kolektor/ksdd";

    [Theory]
    [InlineData(Bottle, 0.999)]
    [InlineData(Transistor, 0.994)]
    [InlineData(Ksdd, 0.945)]
    public void The_default_pipeline_reaches_its_figures(string data, double auroc)
    {
        var result = Execute(data, Shipped("default"));
        Assert.InRange(result.Figures.Auroc!.Estimate, auroc, 1);
        Assert.InRange(result.Pixels!.Auroc!.Value, 0.94, 1);
        Assert.InRange(result.ModelBytes, 1, 20_000_000);
    }

    [Theory]
    [InlineData(Transistor, 0.980)]
    [InlineData(Ksdd, 0.905)]
    public void The_fast_pipeline_reaches_its_figures(string data, double auroc) =>
        Assert.InRange(Execute(data, Shipped("fast")).Figures.Auroc!.Estimate, auroc, 1);

    [Theory]
    [InlineData(Transistor, 0.965)]
    [InlineData(Ksdd, 0.88)]
    public void Mahalanobis_on_the_pooled_last_stage_reaches_its_figures(string data, double auroc)
    {
        var member = new MemberOptions
        {
            Featurizer = new FeaturizerOptions { Layers = ["stage7"] },
            Embedding = new EmbeddingOptions { Cells = 1 },
            Detector = new MahalanobisOptions(),
        };
        Assert.InRange(Execute(data, new PipelineOptions { Members = [member] }).Figures.Auroc!.Estimate, auroc, 1);
    }

    [Fact]
    public void A_model_of_real_photos_verifies()
    {
        Execute(Bottle, Shipped("default"));
        var folder = stored.Folder["out/bottle"];
        using var model = ModelZip.Load(Path.Combine(folder, RunFiles.Model));
        Assert.True(Verification.Of(model, Path.Combine(folder, RunFiles.Scores), Repository.RealData(Bottle)).Passed);
    }

    private static PipelineOptions Shipped(string name) => PipelineFile.Load(Path.Combine(Repository.Root, "pipelines", name + ".yaml"));

    private CategoryResult Execute(string data, PipelineOptions pipeline) => Run.Execute(
        new RunOptions
        {
            Pipeline = pipeline,
            Dataset = Dataset.Open(Repository.RealData(data)),
            OutFolder = stored.Folder["out"],
            StoreFolder = stored.Folder["store"],
        },
        NullProgress.Instance).Single();

    /// <summary>One feature store for all of these tests.</summary>
    public sealed class Stored : IDisposable
    {
        public TempFolder Folder { get; } = new("real");

        public void Dispose() => Folder.Dispose();
    }
}
