using System.ComponentModel.DataAnnotations;
using MLPipeline.Basics;

namespace MLPipeline.Featurization;

/// <summary>How a photo becomes feature maps: which backbone, at which size, which of its layers.</summary>
public sealed record FeaturizerOptions
{
    /// <summary>What runs the backbone: <c>onnx</c>, <c>tensorflow</c>, or <c>auto</c> for the best that is built in.</summary>
    /// <value><c>auto</c>.</value>
    [Registered("runtime", "auto", "tensorflow")]
    public string Runtime { get; init; } = "auto";

    /// <summary>
    /// The number of the GPU that runs the backbone, as <c>mlpipeline doctor</c> lists them. ONNX Runtime needs its GPU
    /// package for it (<c>-p:OnnxRuntimeNative=gpu</c>), TensorFlow its GPU library (<c>-p:TensorFlowNative=gpu</c>).
    /// </summary>
    /// <value>null: ONNX Runtime uses the CPU, TensorFlow the first GPU that its library sees, else the CPU.</value>
    [Range(0, 63)]
    public int? GpuDevice { get; init; }

    /// <summary>Whether to go on with the CPU where <see cref="GpuDevice"/> cannot be used, instead of ending with the reason.</summary>
    /// <value>false.</value>
    public bool FallbackToCpu { get; init; }

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
