namespace MLPipeline.Datasets;

/// <summary>
/// Which photos belong together: several of one part, one tray, one clip, or copies of one another. A group is never divided:
/// where one photo of it is held out, all are, or the others would give it away.
/// </summary>
public sealed class PhotoGroups
{
    private PhotoGroups(int[] numbers, int unnamed)
    {
        (Numbers, Unnamed) = (numbers, unnamed);
        Count = numbers.Length == 0 ? 0 : numbers.Max() + 1;
    }

    /// <summary>The group of each photo, from 0, numbered in the order in which the photos name them.</summary>
    public IReadOnlyList<int> Numbers { get; }

    /// <summary>Number of groups.</summary>
    public int Count { get; }

    /// <summary>Photos that the rule names no group for; each is a group of its own.</summary>
    public int Unnamed { get; }

    /// <summary>Whether some photos belong together.</summary>
    public bool AnyShared => Count < Numbers.Count;

    /// <summary><c>209 photos in 104 groups</c></summary>
    public string Summary => $"{Numbers.Count} photos in {Count} groups";

    /// <summary>Groups photos.</summary>
    /// <param name="rule">What belongs together.</param>
    /// <param name="photos">The photos.</param>
    /// <param name="ledger">What is known of their files.</param>
    /// <param name="cancel">Ends the looking for copies.</param>
    /// <exception cref="DatasetException">The rule names no group for any photo; the message says what it looked at and what to do.</exception>
    public static PhotoGroups Of(GroupRule rule, IReadOnlyList<Photo> photos, PhotoLedger ledger, CancellationToken cancel = default)
    {
        if (rule.Text == GroupRule.None || photos.Count == 0)
        {
            return Apart(photos.Count);
        }

        if (rule.Text == GroupRule.Auto)
        {
            return new(NearCopies.Groups([.. photos.Select(p => p.Path)], ledger, cancel), 0);
        }

        string?[] names = rule.Pattern is { } pattern
            ? [.. photos.Select(p => pattern.Match(p.Id) is { Success: true } match ? match.Groups[1].Value : null)]
            : GroupList.Read(rule.Column!, photos);
        return names.All(n => n is null)
            ? throw new DatasetException(
                $"groups '{rule.Text}' names no group: it fits none of {photos.Count} photos, such as '{photos[0].Id}'. " +
                "Mend the expression, or write groups: auto.")
            : OfNames(names);
    }

    /// <summary>Each photo on its own.</summary>
    public static PhotoGroups Apart(int photos) => new([.. Enumerable.Range(0, photos)], 0);

    /// <summary>Photos of one name belong together; one without a name is on its own.</summary>
    public static PhotoGroups OfNames(IReadOnlyList<string?> names)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var next = 0;
        return new(
            [.. names.Select(name => name is null ? next++ : known.TryGetValue(name, out var number) ? number : known[name] = next++)],
            names.Count(n => n is null));
    }
}
