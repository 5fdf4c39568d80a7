namespace MLPipeline.Reports;

/// <summary>The files of a run, by name.</summary>
public static class RunFiles
{
    /// <summary>The record of the run.</summary>
    public const string Record = "run.json";

    /// <summary>One row per category.</summary>
    public const string Categories = "categories.csv";

    /// <summary>One row per test photo, in the category's folder.</summary>
    public const string Scores = "scores.csv";

    /// <summary>One row per good training photo with its out-of-fold score, in the category's folder.</summary>
    public const string GoodScores = "good-scores.csv";

    /// <summary>One row per rule of the threshold with its realised errors, in the category's folder.</summary>
    public const string Thresholds = "thresholds.csv";

    /// <summary>What known defects taught and what it was worth, in the category's folder; only where there were some.</summary>
    public const string KnownDefects = "known-defects.csv";

    /// <summary>One row per kind of defect, in the category's folder.</summary>
    public const string Defects = "defects.csv";

    /// <summary>The ROC curve, one row per point, in the category's folder.</summary>
    public const string Roc = "roc.csv";

    /// <summary>The precision-recall curve, one row per point, in the category's folder.</summary>
    public const string PrecisionRecall = "pr.csv";

    /// <summary>One row per frame of the test clips, in the camera's folder.</summary>
    public const string FrameScores = "frame-scores.csv";

    /// <summary>One row per event in the test clips, in the camera's folder.</summary>
    public const string Events = "events.csv";

    /// <summary>What a run may write for a category, in the category's folder.</summary>
    public static IReadOnlyList<string> OfCategory { get; } = [Scores, GoodScores, Thresholds, Defects, Roc, PrecisionRecall, Model];

    /// <summary>The report for people.</summary>
    public const string Report = "report.html";

    /// <summary>The model, in the category's folder.</summary>
    public const string Model = "model.zip";
}
