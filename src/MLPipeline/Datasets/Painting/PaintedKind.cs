namespace MLPipeline.Datasets;

/// <summary>The kinds of painted anomalies.</summary>
public enum PaintedKind
{
    /// <summary>A rectangle of the same photo in another place: 0.5 to 6 % of the area, aspect ratio 0.3 to 3.3, its brightness changed.</summary>
    Paste,

    /// <summary>A thin rotated strip: 8 to 25 % of the photo's side long, 0.8 to 3 % thick.</summary>
    Scar,

    /// <summary>A soft blot with a ragged outline, 6 to 25 % wide, that darkens, brightens or replaces the texture.</summary>
    Blob,
}
