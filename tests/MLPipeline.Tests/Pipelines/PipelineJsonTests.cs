using System.Text.Json;
using MLPipeline.Detectors;
using MLPipeline.Pipelines;

namespace MLPipeline.Tests.Pipelines;

public class PipelineJsonTests
{
    private static PipelineOptions Ensemble => new()
    {
        Name = "an: #odd 'name'",
        Seed = -1,
        Members =
        [
            .. DetectorKinds.All.All.Select(k => new MemberOptions { Detector = k.Defaults }),
            new() { Detector = new PatchGaussianOptions { Rank = 7, NoiseFloor = 0.1 + 0.2, TopShare = 1e-5 } },
        ],
    };

    [Fact]
    public void JSON_gives_back_every_detector_with_its_options()
    {
        var json = PipelineJson.Serialize(Ensemble);

        var back = PipelineJson.Deserialize(json);

        Assert.Equal(Ensemble.Members.Select(m => m.Detector), back.Members.Select(m => m.Detector));
        Assert.Equal(json, PipelineJson.Serialize(back));
    }

    [Fact]
    public void JSON_has_the_keys_of_a_pipeline_file()
    {
        var root = JsonDocument.Parse(PipelineJson.Serialize(new())).RootElement;

        Assert.Equal(0.05, root.GetProperty("threshold").GetProperty("target_fpr").GetDouble());
        var detector = root.GetProperty("members")[0].GetProperty("detector");
        Assert.Equal(["type", "rank", "noise_floor", "top_share", "whitening", "calibrate"], detector.EnumerateObject().Select(p => p.Name));
    }

    [Theory]
    [InlineData("""{"members":[{"detector":{"type":"magic"}}]}""")]
    [InlineData("""{"members":[{"detector":3}]}""")]
    [InlineData("null")]
    [InlineData("{")]
    public void JSON_that_is_no_pipeline_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => PipelineJson.Deserialize(json));

    [Fact]
    public void YAML_gives_back_the_same_pipeline()
    {
        var four = Ensemble with { Members = Ensemble.Members.Skip(1).Take(4).ToArray() };

        var back = PipelineFile.Parse(PipelineFile.ToYaml(four), "written.yaml");

        Assert.Equal(PipelineJson.Serialize(four), PipelineJson.Serialize(back));
    }

    [Theory]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("42")]
    [InlineData("two\nlines")]
    [InlineData(" - a")]
    public void YAML_gives_back_an_odd_name(string name) =>
        Assert.Equal(name, PipelineFile.Parse(PipelineFile.ToYaml(new() { Name = name }), "written.yaml").Name);

    [Fact]
    public void YAML_of_one_member_has_it_at_top_level()
    {
        var yaml = PipelineFile.ToYaml(new());

        Assert.StartsWith(
            """
            name: default
            seed: 42
            featurizer:
              runtime: auto
              gpu_device: null
              fallback_to_cpu: false
              backbone: efficientnet-lite2
              size: 260
              layers: [stage5, stage6]
            embedding:
              cells: 196
              smoothing: 3
            detector:
              type: patch-gaussian
              rank: 64
              noise_floor: 0.01
              top_share: 0.04
              whitening: 1
              calibrate: true
            gives: both
            weight: 1
            gate: null
            groups: auto
            known_defects: auto
            threshold:
              rule: conformal
              target_fpr: 0.05
              sigmas: null
              cost_ratio: 10
              folds: 20
            search: null

            """, yaml);
    }
}
