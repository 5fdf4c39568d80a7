using System.ComponentModel.DataAnnotations;
using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Compute;
using MLPipeline.Detectors;

namespace MLPipeline.Tests.Detectors;

public class DetectorOptionsTests
{
    public static TheoryData<string> Names() => [.. DetectorKinds.All.Names];

    [Fact]
    public void The_detectors_are_the_ten_of_the_documentation() => Assert.Equal(
        ["feature-prediction", "gaussian-mixture", "knn", "mahalanobis", "one-class-svm", "patch-gaussian", "patch-memory", "patch-pca", "pca-residual", "randomized-pca"],
        DetectorKinds.All.All.Where(k => k.GetType().Assembly == typeof(DetectorKind).Assembly).Select(k => k.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Default_options_are_valid_and_go_by_their_name(string name)
    {
        var options = DetectorKinds.All.Find(name).Defaults;

        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        Assert.Equal(name, options.Type);
    }

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        Assert.NotEmpty(Errors(new KnnOptions { Neighbours = 0 }));
        Assert.NotEmpty(Errors(new OneClassSvmOptions { Nu = 0 }));
        Assert.NotEmpty(Errors(new PatchMemoryOptions { Neighbours = 0 }));
        Assert.NotEmpty(Errors(new PatchPcaOptions { Variance = 1 }));
        Assert.NotEmpty(Errors(new FeaturePredictionOptions { Ridge = 0 }));
        Assert.NotEmpty(Errors(new GaussianMixtureOptions { Shrinkage = 1.5 }));
        Assert.NotEmpty(Errors(new PatchGaussianOptions { TopShare = -0.1 }));
    }

    [Fact]
    public void A_detector_that_does_not_exist_is_named()
    {
        var error = Assert.Throws<MLPipelineException>(() => DetectorKinds.Create(new MLContext(), new Unknown()));

        Assert.Contains("no-such", error.Message);
        Assert.Contains("patch-gaussian", error.Message);
    }

    [Fact]
    public void Trainers_refuse_options_in_the_words_of_a_pipeline_file()
    {
        var error = Assert.Throws<OptionException>(() => new MLContext().VisualAnomaly().Knn(new KnnOptions { Neighbours = -3, Distance = (Distance)7 }));

        Assert.Equal(
            ["detector.neighbours: '-3' is too small; allowed: 1 to 1000.", "detector.distance: '7' is not one of the known values; allowed: euclidean, cosine."],
            error.Mistakes);
    }

    [Fact]
    public void Options_of_another_detector_are_refused() =>
        Assert.Throws<ArgumentException>(() => DetectorKinds.All.Find("knn").Create(new(), new PatchPcaOptions()));

    private static List<ValidationResult> Errors(object options)
    {
        var errors = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), errors, validateAllProperties: true);
        return errors;
    }

    private sealed record Unknown : DetectorOptions
    {
        public override string Type => "no-such";
    }
}
