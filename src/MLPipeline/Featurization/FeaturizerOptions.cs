using System.ComponentModel.DataAnnotations;

namespace MLPipeline.Featurization;

/// <summary>How a photo becomes feature maps: which backbone, at which size, which of its layers.</summary>
public sealed record FeaturizerOptions
{
    /// <summary>What runs the backbone: <c>onnx</c>, <c>tensorflow</c>, or <c>auto</c> for the best that is built in.</summary>
    /// <value><c>auto</c>.</value>
    [AllowedValues("auto", "onnx", "tensorflow")]
    public string Runtime { get; init; } = "auto";

    /// <summary>A backbone's name (see <c>data/backbones</c>) or the path of its JSON manifest.</summary>
    /// <value><c>efficientnet-lite2</c>.</value>
    public string Backbone { get; init; } = "efficientnet-lite2";

    /// <summary>
    /// Square root of the area in pixels that a photo is resized to. Its sides follow the aspect ratio of the
    /// category's photos, rounded to multiples of 32 (see <see cref="InputSize"/>).
    /// </summary>
    /// <value>260.</value>
    [Range(64, 1024)]
    public int Size { get; init; } = 260;

    /// <summary>Names of the backbone's layers, one to four.</summary>
    /// <value><c>stage5</c> and <c>stage6</c>.</value>
    [MinLength(1), MaxLength(4)]
    public IReadOnlyList<string> Layers { get; init; } = ["stage5", "stage6"];
}
