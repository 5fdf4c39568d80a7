namespace MLPipeline.Models;

/// <summary>The known kind of defect that a photo is most similar to.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Similarity">The cosine between how the photo's most anomalous cells deviate and how those of the kind do, from -1 to 1.</param>
public sealed record KindHint(string Kind, float Similarity)
{
    internal static KindHint? Of(IReadOnlyList<string> kinds, ReadOnlySpan<float> similarities)
    {
        var best = 0;
        for (var k = 1; k < kinds.Count; k++)
        {
            best = similarities[k] > similarities[best] ? k : best;
        }

        return float.IsFinite(similarities[best]) ? new(kinds[best], similarities[best]) : null;
    }
}
