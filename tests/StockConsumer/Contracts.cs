using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace StockConsumer;

/// <summary>Input of a model.zip.</summary>
public sealed class PhotoFile
{
    public string ImagePath { get; set; } = "";
}

/// <summary>Input of a model that was exported with --input image.</summary>
public sealed class PhotoInMemory
{
    // The size here is only a declaration: photos of any size are resized by the model.
    [ImageType(1, 1)]
    public MLImage Image { get; set; } = null!;
}

/// <summary>Output of either. A higher score is more anomalous.</summary>
public sealed class Verdict
{
    public float Score { get; set; }

    public bool PredictedLabel { get; set; }
}
