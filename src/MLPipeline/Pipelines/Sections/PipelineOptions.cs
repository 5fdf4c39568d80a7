using System.ComponentModel.DataAnnotations;
using MLPipeline.Datasets;
using MLPipeline.Scores;

namespace MLPipeline.Pipelines;

/// <summary>A pipeline file: all that a run needs to know but the photos.</summary>
public sealed record PipelineOptions
{
    /// <summary>The name that reports show.</summary>
    public string Name { get; init; } = "default";

    /// <summary>The seed that all randomness of a run follows from.</summary>
    /// <value>42.</value>
    public int Seed { get; init; } = 42;

    /// <summary>One member, or the several of an ensemble; a score is then the weighted mean of the standardised log-scores.</summary>
    [MinLength(1), MaxLength(4)]
    public IReadOnlyList<MemberOptions> Members { get; init; } = [new()];

    /// <summary>Lets a member of an ensemble join only where the tails of its good scores are no heavier than the first one's.</summary>
    /// <value>null: every member joins.</value>
    public GateOptions? Gate { get; init; }

    /// <summary>The members whose score counts: one alone always, of several those that give one.</summary>
    internal IReadOnlyList<MemberOptions> ScoringMembers => Members.Count == 1 ? Members : [.. Members.Where(m => m.GivesScore)];

    /// <summary>
    /// Which photos belong together and are never divided between what is fitted and what is held out: <c>auto</c> (copies of one
    /// photo), <c>none</c>, a regular expression over the photo's path whose one capture names the group, or a column of
    /// <c>groups.csv</c>; see <see cref="GroupRule"/>.
    /// </summary>
    /// <value><c>auto</c>.</value>
    public string Groups { get; init; } = GroupRule.Auto;

    /// <summary>Whether known defects, where the data have some, teach the detector on top of the good photos.</summary>
    /// <value><c>auto</c>.</value>
    public KnownDefectsUse KnownDefects { get; init; } = KnownDefectsUse.Auto;

    /// <summary>The limit between good and anomalous.</summary>
    public ThresholdOptions Threshold { get; init; } = new();

    /// <summary>The search that chooses members and threshold for a run; the members above are its first trials.</summary>
    /// <value>null: no search.</value>
    public SearchOptions? Search { get; init; }

    /// <summary>Detectors for clips in place of members: the data are then clips of fixed cameras.</summary>
    /// <value>null: the data are photos.</value>
    public VideoOptions? Video { get; init; }
}

/// <summary>What is done with known defects.</summary>
public enum KnownDefectsUse
{
    /// <summary>They teach, where the first member that scores looks at cells, and where they do no harm.</summary>
    Auto,

    /// <summary>They teach nothing; those of the validation split still serve to choose.</summary>
    Off,
}
