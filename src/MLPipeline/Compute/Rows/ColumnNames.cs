namespace MLPipeline.Compute;

/// <summary>The names of the columns between a photo and its verdict, in the chain, in a model zip and in a stock consumer.</summary>
public static class ColumnNames
{
    /// <summary>The path of a photo (text).</summary>
    public const string ImagePath = "ImagePath";

    /// <summary>The photo (ML.NET image).</summary>
    public const string Image = "Image";

    /// <summary>The embedding (Single, rows x columns x channels).</summary>
    public const string Features = "Features";

    /// <summary>The score; higher is more anomalous, raw and unclamped.</summary>
    public const string Score = "Score";

    /// <summary>The score of each grid position (Single, rows x columns).</summary>
    public const string AnomalyMap = "AnomalyMap";

    /// <summary>What known defects taught: added to the standardised score (Single vector of one).</summary>
    public const string Known = "Known";

    /// <summary>The cosine to what the defects of each known kind deviate by (Single, kinds).</summary>
    public const string KindSimilarity = "KindSimilarity";

    /// <summary>Whether the score is above the threshold.</summary>
    public const string PredictedLabel = "PredictedLabel";
}
