using MLPipeline.Pipelines;

namespace MLPipeline.Tests.Pipelines;

public class PipelineFileMistakeTests
{
    [Theory]
    [InlineData("\ndetector: {rank: many}", "my.yaml:2: detector.rank: 'many' is not a whole number; allowed: 0 to 512.")]
    [InlineData("detector: {rank: 1.5}", "my.yaml:1: detector.rank: '1.5' is not a whole number; allowed: 0 to 512.")]
    [InlineData("detector: {rank: -1}", "my.yaml:1: detector.rank: '-1' is too small; allowed: 0 to 512.")]
    [InlineData("detector: {rank: 513}", "my.yaml:1: detector.rank: '513' is too large; allowed: 0 to 512.")]
    [InlineData("detector: {rank: 99999999999999999999}", "my.yaml:1: detector.rank: '99999999999999999999' is too large; allowed: 0 to 512.")]
    [InlineData("seed: 3000000000", "my.yaml:1: seed: '3000000000' is too large; allowed: -2147483648 to 2147483647.")]
    [InlineData("seed:", "my.yaml:1: seed: has no value; give it a whole number; allowed: -2147483648 to 2147483647.")]
    [InlineData("threshold: {target_fpr: 0.6}", "my.yaml:1: threshold.target_fpr: '0.6' is too large; allowed: 0.0001 to 0.5.")]
    [InlineData("threshold: {target_fpr: 5%}", "my.yaml:1: threshold.target_fpr: '5%' is not a number; allowed: 0.0001 to 0.5.")]
    [InlineData("threshold: {target_fpr: nan}", "my.yaml:1: threshold.target_fpr: 'nan' is not a number; allowed: 0.0001 to 0.5.")]
    [InlineData("threshold: {target_fpr: \"0,1\"}", "my.yaml:1: threshold.target_fpr: '0,1' is not a number; allowed: 0.0001 to 0.5.")]
    [InlineData("featurizer: {runtime: onxn}", "my.yaml:1: featurizer.runtime: 'onxn' is not allowed; allowed: auto, tensorflow, onnx. Did you mean 'onnx'?")]
    [InlineData("embedding: {smoothing: 4}", "my.yaml:1: embedding.smoothing: '4' is not allowed; allowed: 1, 3, 5, 7.")]
    [InlineData("featurizer: {layers: []}", "my.yaml:1: featurizer.layers: has 0 items; allowed: 1 to 4.")]
    [InlineData("featurizer: {layers: [a, b, c, d, e]}", "my.yaml:1: featurizer.layers: has 5 items; allowed: 1 to 4.")]
    [InlineData("featurizer:\n  layers:\n  - a\n  - [b]", "my.yaml:4: featurizer.layers[1]: is a list, not text.")]
    [InlineData("featurizer: {layers: stage5}", "my.yaml:1: featurizer.layers: 'stage5' is not a list; write [stage5].")]
    [InlineData("featurizer:\n  layers:", "my.yaml:2: featurizer.layers: is empty; give it a list, or leave the key out for the default.")]
    [InlineData("featurizer: {layers: {a: b}}", "my.yaml:1: featurizer.layers: is a section of keys, not a list.")]
    [InlineData("featurizer: {size: [260]}", "my.yaml:1: featurizer.size: is a list, not a whole number; allowed: 64 to 1024.")]
    [InlineData("featurizer: {size: {w: 1}}", "my.yaml:1: featurizer.size: is a section of keys, not a whole number; allowed: 64 to 1024.")]
    [InlineData("detector: pca-residual", "my.yaml:1: detector: 'pca-residual' is not a section of keys.")]
    [InlineData("detector: [pca-residual]", "my.yaml:1: detector: is a list, not a section of keys.")]
    [InlineData("detector:", "my.yaml:1: detector: is empty; give it a section of keys, or leave the key out for the default.")]
    [InlineData("members: [{}, 3]", "my.yaml:1: members[1]: '3' is not a section of keys.")]
    [InlineData("members: []", "my.yaml:1: members: has 0 items; allowed: 1 to 4.")]
    public void A_bad_value_is_told_with_what_is_allowed(string yaml, string message) => Expect(yaml, message);

    [Theory]
    [InlineData("detector: {rnak: 3}", "my.yaml:1: detector.rnak: unknown key; allowed: type, rank, noise_floor, top_share, whitening, calibrate. Did you mean 'rank'?")]
    [InlineData("detector: {noise-floor: 3}", "my.yaml:1: detector.noise-floor: unknown key; allowed: type, rank, noise_floor, top_share, whitening, calibrate. Did you mean 'noise_floor'?")]
    [InlineData("detector: {type: mahalanobis, rank: 3}", "my.yaml:1: detector.rank: unknown key; allowed: type.")]
    [InlineData("detector: {type: patch-gausian}", "my.yaml:1: detector.type: 'patch-gausian' is not known; allowed: feature-prediction, gaussian-mixture, knn, mahalanobis, one-class-svm, patch-gaussian, patch-memory, patch-pca, pca-residual, randomized-pca, far. Did you mean 'patch-gaussian'?")]
    [InlineData("detector: {type: [a]}", "my.yaml:1: detector.type: that is not known; allowed: feature-prediction, gaussian-mixture, knn, mahalanobis, one-class-svm, patch-gaussian, patch-memory, patch-pca, pca-residual, randomized-pca, far.")]
    [InlineData("members:\n- {}\n- embedding:\n    sells: 3", "my.yaml:4: members[1].embedding.sells: unknown key; allowed: cells, smoothing. Did you mean 'cells'?")]
    public void An_unknown_key_is_told_with_the_known_ones(string yaml, string message) => Expect(yaml, message);

    [Fact]
    public void An_unknown_key_at_top_level_lists_the_keys_of_the_lone_member_too()
    {
        var e = Assert.Throws<PipelineFileException>(() => PipelineFile.Parse("detectors: {}", "my.yaml"));

        Assert.Matches("^my.yaml:1: detectors: unknown key; allowed: name, seed, members, gate, groups, known_defects, threshold, .*featurizer, embedding, detector, gives, weight. Did you mean 'detector'[?]$", e.Message);
    }

    [Theory]
    [InlineData("seed: 1\nname: a\nseed: 2", "my.yaml:3: seed: is given twice; the first is on line 1.")]
    [InlineData("name: a\nmembers: [{}]\ndetector: {}", "my.yaml:3: 'detector' and 'members' exclude each other; put the former into an item of the latter.")]
    [InlineData("name: [a", "my.yaml:1: not valid YAML: While parsing a flow sequence, did not find expected ',' or ']'.")]
    [InlineData("name: a\n\tseed: 1", "my.yaml:2: not valid YAML: While scanning a plain scalar, found a tab character that violate indentation.")]
    [InlineData("detector:\n\trank: 1", "my.yaml:2: not valid YAML: While scanning a mapping, found invalid tab as indentation.")]
    [InlineData("seed: 1\nname: 'a\nb: c\n", "my.yaml:2: not valid YAML: While scanning a quoted scalar, found unexpected end of stream.")]
    [InlineData("name: *a", "my.yaml:1: not valid YAML: There is no anchor '&a' above.")]
    [InlineData("[a]: b", "my.yaml:1: not valid YAML: A key must be a plain word.")]
    [InlineData("name: a\n---\nname: b", "my.yaml:2: not valid YAML: A second document starts here; the file may hold one.")]
    [InlineData("", "my.yaml:1: the file is empty; write 'name: default' for a pipeline of defaults.")]
    [InlineData("# only a comment\n", "my.yaml:1: the file is empty; write 'name: default' for a pipeline of defaults.")]
    [InlineData("---\n", "my.yaml:1: the file is empty; write 'name: default' for a pipeline of defaults.")]
    [InlineData("- a", "my.yaml:1: the file must be a section of keys, such as 'name: default'.")]
    [InlineData("default", "my.yaml:1: the file must be a section of keys, such as 'name: default'.")]
    public void A_mistake_of_form_is_told_with_its_line(string yaml, string message) => Expect(yaml, message);

    [Fact]
    public void A_file_that_is_nested_without_end_is_refused()
    {
        var e = Assert.Throws<PipelineFileException>(() => PipelineFile.Parse("name: " + new string('[', 100_000), "my.yaml"));

        Assert.Equal("my.yaml:1: not valid YAML: The file is nested too deeply.", e.Message);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_in_the_order_of_their_lines()
    {
        var e = Assert.Throws<PipelineFileException>(() => PipelineFile.Parse(
            """
            threshold:
              folds: 1
            nmae: x
            detector:
              type: pca-residual
              variance: high
              variance: 0.9
            featurizer: {size: 10, runtime: gpu}
            """, "my.yaml"));

        Assert.Equal(
            ["my.yaml:2: threshold.folds", "my.yaml:3: nmae", "my.yaml:6: detector.variance", "my.yaml:7: detector.variance", "my.yaml:8: featurizer.size", "my.yaml:8: featurizer.runtime"],
            e.Mistakes.Select(m => string.Join(": ", m.Split(": ").Take(2))));
        Assert.Equal(string.Join('\n', e.Mistakes), e.Message);
    }

    [Fact]
    public void A_long_value_is_cut_short_in_the_message() => Expect(
        "seed: " + new string('x', 200),
        $"my.yaml:1: seed: '{new string('x', 60)}...' is not a whole number; allowed: -2147483648 to 2147483647.");

    private static void Expect(string yaml, string message)
    {
        var e = Assert.Throws<PipelineFileException>(() => PipelineFile.Parse(yaml, "my.yaml"));
        Assert.Equal(message, e.Message);
    }
}
