namespace MLPipeline.Datasets;

/// <summary>What a photo is used for. Good photos train, known defects may teach on top; the test split is never seen before the evaluation.</summary>
public enum Split
{
    /// <summary>Good photos that a detector learns from, and known defects that may teach it.</summary>
    Train,

    /// <summary>Photos that a search may look at to choose between configurations.</summary>
    Validation,

    /// <summary>Photos that only the final evaluation looks at.</summary>
    Test,
}

/// <summary>One photo of a dataset.</summary>
/// <param name="Id">Path relative to the dataset's root with '/' as separator, e.g. <c>bottle/test/good/000.png</c>.</param>
/// <param name="Path">Absolute path of the image file.</param>
/// <param name="Category">Name of the product category.</param>
/// <param name="Split">What the photo is used for.</param>
/// <param name="IsAnomalous">Whether the product on the photo is bad.</param>
/// <param name="Defect">Name of the kind of defect; <c>good</c> for a good product.</param>
/// <param name="MaskPath">Absolute path of the defect's mask, or of a folder of masks (see <see cref="Masks"/>); null where there is none.</param>
/// <param name="Clip">Name of the frame sequence that the photo belongs to; null for a single photo.</param>
/// <param name="Frame">Position in the sequence, from 0.</param>
public sealed record Photo(
    string Id,
    string Path,
    string Category,
    Split Split,
    bool IsAnomalous,
    string Defect,
    string? MaskPath = null,
    string? Clip = null,
    int Frame = 0)
{
    /// <summary>The value of <see cref="Defect"/> of a good photo.</summary>
    public const string Good = "good";

    /// <summary>A path as <see cref="Id"/> is written: below the dataset's root.</summary>
    internal string Relative(string path) => System.IO.Path.GetRelativePath(Path[..^Id.Length], path).Replace(System.IO.Path.DirectorySeparatorChar, '/');
}
