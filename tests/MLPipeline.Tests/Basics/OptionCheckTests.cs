using MLPipeline.Basics;
using MLPipeline.Detectors;
using MLPipeline.Featurization;
using MLPipeline.Pipelines;
using MLPipeline.Scores;

namespace MLPipeline.Tests.Basics;

public class OptionCheckTests
{
    [Fact]
    public void Defaults_are_valid() => OptionCheck.Valid(new PipelineOptions { Search = new() });

    [Fact]
    public void All_mistakes_of_nested_records_and_lists_are_told_at_once()
    {
        var wrong = new PipelineOptions
        {
            Threshold = new() { TargetFpr = 5 },
            Members = [new(), new() { Detector = new PatchGaussianOptions { Rank = -1, NoiseFloor = double.NaN }, Featurizer = new() { Layers = [] } }],
        };

        Assert.Equal(
            [
                "members[1].featurizer.layers: has 0 items; allowed: 1 to 4.",
                "members[1].detector.rank: '-1' is too small; allowed: 0 to 512.",
                "members[1].detector.noise_floor: 'NaN' is not a number; allowed: 1E-06 to 1.",
                "threshold.target_fpr: '5' is too large; allowed: 0.0001 to 0.5.",
            ],
            Assert.Throws<OptionException>(() => OptionCheck.Valid(wrong)).Mistakes);
    }

    [Fact]
    public void A_program_hears_what_a_pipeline_file_hears()
    {
        var file = Assert.Throws<PipelineFileException>(() => PipelineFile.Parse("threshold: { folds: 1 }\nfeaturizer: { runtime: onx }", "my.yaml")).Mistakes;
        var program = Assert.Throws<OptionException>(() => OptionCheck.Valid(new PipelineOptions
        {
            Threshold = new() { Folds = 1 },
            Members = [new() { Featurizer = new() { Runtime = "onx" } }],
        })).Mistakes;

        Assert.Equal(file.Select(m => m[(m.IndexOf(": ", StringComparison.Ordinal) + 2)..]).Order(), program.Select(m => m.Replace("members[0].", "")).Order());
    }

    [Fact]
    public void Makers_ask_before_they_make()
    {
        Assert.Throws<OptionException>(() => new GridEmbedding([("a", new(8, 4, 4))], new() { Cells = 0 }));
        Assert.Throws<OptionException>(() => ThresholdComparison.Of(new() { TargetFpr = 5 }, [1, 2, 3]));
        Assert.Throws<OptionException>(() => new Featurizer(new(), new() { Size = 1 }, new(32, 32)));
    }
}
