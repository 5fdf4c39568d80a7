namespace MLPipeline.Datasets;

/// <summary>A sequence of frames of one fixed camera. A clip is never split: all of it learns, or all of it tests.</summary>
/// <param name="Name">Its name, unique within the category and split.</param>
/// <param name="Split">What it is used for.</param>
/// <param name="Source">Its frames.</param>
public sealed record Clip(string Name, Split Split, IFrameSource Source)
{
    /// <summary>For each frame, the kind of its anomaly, or null for a normal frame; null where nothing says it.</summary>
    public IReadOnlyList<string?>? Labels { get; init; }

    /// <summary>Masks by frame; frames without one are normal. Empty where there are none.</summary>
    public IReadOnlyDictionary<int, string> Masks { get; init; } = new Dictionary<int, string>();

    /// <summary>What <c>clips.csv</c> says of the clip as a whole; null where it does not.</summary>
    public WeakLabel? WeakLabel { get; init; }

    /// <summary>Whether a frame is anomalous; null where nothing says it.</summary>
    public bool? LabelOf(int frame) => Labels is null || frame >= Labels.Count ? null : Labels[frame] is not null;
}

/// <summary>A label of a whole clip.</summary>
/// <param name="Kind">The kind of what is somewhere in it; null where nothing unusual is.</param>
public sealed record WeakLabel(string? Kind);

/// <summary>The clips of one camera.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Clips">The clips in the order of their names, training clips first.</param>
public sealed record ClipCategory(string Name, IReadOnlyList<Clip> Clips)
{
    /// <summary>Normal clips to learn from.</summary>
    public IEnumerable<Clip> Train => Clips.Where(c => c.Split == Split.Train);

    /// <summary>Clips with a label for the whole clip only, that weights may be learnt from.</summary>
    public IEnumerable<Clip> Validation => Clips.Where(c => c.Split == Split.Validation);

    /// <summary>Clips that only the final evaluation looks at.</summary>
    public IEnumerable<Clip> Test => Clips.Where(c => c.Split == Split.Test);
}
