using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>
/// A detector for clips: sees one thing that can be unusual about motion. All that it learns is a vector of sums over
/// frames, so that a clip is added or left out by adding or subtracting its sums; it keeps no state of its own.
/// Register one by <see cref="ClipDetectors.Register"/>.
/// </summary>
public interface IClipDetector
{
    /// <summary>Its name in pipeline files and tables: small letters.</summary>
    string Name { get; }

    /// <summary>What is unusual when it is high, in a few words.</summary>
    string Sees { get; }

    /// <summary>The detectors whose scorers it looks at; they are learnt before it.</summary>
    IReadOnlyList<string> Needs => [];

    /// <summary>Whether it says where in the picture; else its map stays empty.</summary>
    bool IsLocal => true;

    /// <summary>How many sums it keeps for a grid.</summary>
    int SumsOf(MotionScale scale);

    /// <summary>Adds a frame to the sums.</summary>
    /// <param name="sums">As many as <see cref="SumsOf"/> says.</param>
    /// <param name="frame">What moves.</param>
    /// <param name="context">Grid and typical speed; of the detectors in <see cref="Needs"/>, the scorers fitted on the other clips.</param>
    void Add(Span<double> sums, MotionFrame frame, ClipContext context);

    /// <summary>Makes a scorer from sums.</summary>
    /// <param name="sums">As many as <see cref="SumsOf"/> says.</param>
    /// <param name="context">As in <see cref="Add"/>.</param>
    IClipScorer Fit(ReadOnlySpan<double> sums, ClipContext context);
}

/// <summary>Scores the frames of clips; safe for several threads at once.</summary>
public interface IClipScorer
{
    /// <summary>How unusual a frame is.</summary>
    /// <param name="frame">What moves.</param>
    /// <param name="map">Receives how unusual each cell is; negative infinity where it says nothing. As long as the grid.</param>
    /// <returns>The frame's score; no scale is asked for, larger is more unusual.</returns>
    float Score(MotionFrame frame, Span<float> map);

    /// <summary>Says in words what is unusual in a cell, for people.</summary>
    /// <param name="frame">What moves.</param>
    /// <param name="cell">The cell with the highest value of the map, or -1 of a detector that is not local.</param>
    /// <param name="camera">To name places in pixels of the full picture, and speeds in them.</param>
    string Explain(MotionFrame frame, int cell, Camera camera);
}

/// <summary>What a detector is fitted and scored with.</summary>
/// <param name="Scale">The grid and its typical speed.</param>
/// <param name="Earlier">The scorers of the detectors that are learnt before, by name.</param>
public sealed record ClipContext(MotionScale Scale, IReadOnlyDictionary<string, IClipScorer> Earlier);
