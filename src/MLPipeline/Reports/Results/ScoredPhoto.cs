using MLPipeline.Datasets;

namespace MLPipeline.Reports;

/// <summary>A photo with its score.</summary>
public sealed record ScoredPhoto(Photo Photo, float Score, bool Predicted)
{
    /// <summary>SHA-256 of the photo's file in lower-case hexadecimal; null where nobody asked.</summary>
    public string? Sha256 { get; init; }

    /// <summary>How its form differs from that of the training photos, see <see cref="PhotoForm.Unlike"/>; null where it does not.</summary>
    public string? Unlike { get; init; }
}
