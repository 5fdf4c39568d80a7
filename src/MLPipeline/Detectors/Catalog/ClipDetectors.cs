namespace MLPipeline.Detectors;

/// <summary>The detectors for clips by name, in the order in which they are fitted.</summary>
public static class ClipDetectors
{
    private static readonly List<IClipDetector> All =
        [new SpeedDetector(), new PlaceDetector(), new DirectionDetector(), new LeftDetector(), new LoiterDetector(), new SceneMotionDetector()];

    /// <summary>Those that are known now.</summary>
    public static IReadOnlyList<IClipDetector> Known
    {
        get
        {
            lock (All)
            {
                return [.. All];
            }
        }
    }

    /// <summary>Makes a detector known, after those that are already.</summary>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    public static void Register(IClipDetector detector)
    {
        lock (All)
        {
            if (All.Any(d => d.Name == detector.Name))
            {
                throw new ArgumentException($"There is a detector '{detector.Name}' for clips already.", nameof(detector));
            }

            All.Add(detector);
        }
    }

    /// <summary>The detectors of these names, in the order in which they are fitted.</summary>
    /// <exception cref="ArgumentException">A name is unknown.</exception>
    public static IReadOnlyList<IClipDetector> Named(IEnumerable<string> names)
    {
        var wanted = names.ToHashSet(StringComparer.Ordinal);
        var known = Known;
        return wanted.Except(known.Select(d => d.Name)).FirstOrDefault() is { } unknown
            ? throw new ArgumentException($"There is no detector '{unknown}' for clips; allowed: {string.Join(", ", known.Select(d => d.Name))}.", nameof(names))
            : [.. known.Where(d => wanted.Contains(d.Name))];
    }
}
