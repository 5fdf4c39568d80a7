namespace MLPipeline.Featurization;

/// <summary>The input of the chain: the path of a photo, and its number in the caller's list.</summary>
internal sealed class PathRow
{
    public string ImagePath { get; set; } = "";

    public int Row { get; set; }
}
