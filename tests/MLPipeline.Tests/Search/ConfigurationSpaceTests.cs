using MLPipeline.Basics;
using MLPipeline.Detectors;
using MLPipeline.Featurization;
using MLPipeline.Pipelines;
using MLPipeline.Search;

namespace MLPipeline.Tests.Search;

public class ConfigurationSpaceTests
{
    private static readonly ConfigurationSpace Space = new(new());

    [Fact]
    public void Its_default_is_the_default_pipeline() => Assert.Equal(
        PipelineJson.Serialize(new()), PipelineJson.Serialize(new() { Members = [Space.Member(Space.Default)] }));

    [Fact]
    public void Every_structure_is_valid_and_none_twice()
    {
        Assert.All(Space.Structures, s => Assert.True(Space.IsValid(s)));
        Assert.Equal(Space.Structures.Count, Space.Structures.Distinct().Count());
        Assert.Equal(2 * 3 * 5 * (1 + 1 + 2), Space.Structures.Count);
    }

    [Theory]
    [InlineData(Pooling.Cells, "mahalanobis")]
    [InlineData(Pooling.Cells, "pca-residual")]
    [InlineData(Pooling.Grid, "patch-gaussian")]
    [InlineData(Pooling.Grid, "mahalanobis")]
    [InlineData(Pooling.Mean, "patch-gaussian")]
    public void What_makes_no_sense_is_invalid_and_repaired_to_what_does(Pooling pooling, string detector)
    {
        var point = new SearchPoint { Size = 384, Layers = "stage7", Pooling = pooling, Detector = DetectorKinds.All.Find(detector).Defaults };
        var repaired = Space.Repair(point);

        Assert.False(Space.IsValid(point));
        Assert.True(Space.IsValid(repaired));
        Assert.Equal((384, "stage7"), (repaired.Size, repaired.Layers));
    }

    [Fact]
    public void Random_points_of_the_declaration_are_repaired_to_valid_ones()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var point = Space.Dimensions.Aggregate(new SearchPoint(), (p, d) => d.Set(p, d.At(random.NextDouble())));

            Assert.True(Space.IsValid(Space.Repair(point)));
            Assert.Equal(Space.Repair(point), Space.Repair(Space.Repair(point)));
        }
    }

    [Fact]
    public void Parameters_that_a_point_does_not_read_make_no_new_configuration()
    {
        var point = new SearchPoint { Pooling = Pooling.Mean, Cells = 1, Detector = new MahalanobisOptions() };

        Assert.Equal(Space.Canonical(point), Space.Canonical(point with { Cells = 400, Smoothing = 5 }));
        Assert.Equal(point, Space.Dimensions.Single(d => d.Name == "patch-gaussian.rank").Set(point, 99));
    }

    [Fact]
    public void Another_detector_starts_from_its_own_defaults()
    {
        var detector = Space.Dimensions.Single(d => d.Name == "detector");
        var point = new SearchPoint { Detector = new PatchGaussianOptions { Rank = 20 } };

        Assert.Equal(point, detector.Set(point, "patch-gaussian"));
        Assert.Equal(new PcaResidualOptions(), detector.Set(point, "pca-residual").Detector);
    }

    [Fact]
    public void More_cells_than_the_layer_has_are_its_own_grid()
    {
        // Stage 7 at 260 pixels has 9 x 9 positions.
        var point = new SearchPoint { Layers = "stage7" };

        Assert.Equal(Space.Canonical(point), Space.Canonical(point with { Cells = 400 }));
        Assert.Equal(Space.Canonical(point), Space.Canonical(point with { Cells = 100 }));
    }

    [Fact]
    public void A_file_that_fixes_the_parameters_leaves_the_structure_alone()
    {
        var space = new ConfigurationSpace(new() { Parameters = false });

        Assert.All(space.Dimensions, d => Assert.True(d.IsStructure));
        Assert.Equal(new SearchPoint(), space.Repair(new() { Detector = new PatchGaussianOptions { Rank = 20 } }));
    }

    [Fact]
    public void A_layer_that_a_backbone_lacks_is_never_proposed() =>
        Assert.All(new ConfigurationSpace(new() { Layers = ["stage5", "block9"] }).Structures, s => Assert.Equal("stage5", s.Layers));

    [Fact]
    public void An_empty_space_says_what_goes_together()
    {
        var error = Assert.Throws<MLPipelineException>(() => new ConfigurationSpace(new() { Poolings = [Pooling.Mean], Detectors = ["patch-gaussian"] }));

        Assert.Contains("mean needs a detector of gaussian-mixture", error.Message);
    }

    [Fact]
    public void Places_and_values_of_a_range_are_inverse()
    {
        var floor = Space.Dimensions.Single(d => d.Name == "patch-gaussian.noise_floor");

        Assert.True(floor.Logarithmic);
        Assert.Equal(0.002, floor.At(0));
        Assert.Equal(0.1, floor.At(1));
        Assert.Equal(0.4, floor.PlaceOf(floor.At(0.4)), 0.01);
    }

    [Fact]
    public void What_a_point_is_by_default_can_be_chosen() =>
        Assert.All(Space.Dimensions.Where(d => !d.IsRange), d => Assert.Contains(d.Get(new()), d.Choices));
}
