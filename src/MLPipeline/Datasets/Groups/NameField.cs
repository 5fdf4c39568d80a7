using System.Text.RegularExpressions;

namespace MLPipeline.Datasets;

/// <summary>A part of the file names of a category that several photos share: perhaps a position, a tray, a camera, a session.</summary>
/// <param name="Pattern">A regular expression whose capture is the field, as <see cref="GroupRule"/> takes it.</param>
/// <param name="Values">Its frequent values, the most frequent first.</param>
internal sealed record NameField(string Pattern, IReadOnlyList<string> Values)
{
    private const int FewestValues = 3;
    private const int MostValues = 30;
    private const int Frequent = 3;
    private const double Covered = 0.9;
    private const double AboutEqual = 3;

    /// <summary>
    /// The fields between '_', '-' and blanks that have 3 to 30 values, each in about the same number of photos. Values of one or
    /// two photos do not count where the others cover nine in ten.
    /// </summary>
    public static IEnumerable<NameField> Of(IReadOnlyList<Photo> photos)
    {
        string[][] names = [.. photos.Select(p => Regex.Split(Path.GetFileNameWithoutExtension(p.Path), "[_\\- ]"))];
        var shortest = names.Length == 0 ? 0 : names.Min(n => n.Length);
        for (var field = 0; field < shortest; field++)
        {
            var values = names.GroupBy(n => n[field]).Select(g => (Value: g.Key, Count: g.Count()))
                .Where(v => v.Count >= Frequent).OrderByDescending(v => v.Count).ThenBy(v => v.Value, StringComparer.Ordinal).ToList();
            if (values.Count is >= FewestValues and <= MostValues
                && values.Sum(v => v.Count) >= Covered * photos.Count
                && values[0].Count <= AboutEqual * values[^1].Count)
            {
                yield return new(
                    field == 0 ? @"([^/_\- ]*)[^/]*$" : $@"[^/_\- ]*(?:[_\- ][^/_\- ]*){{{field - 1}}}[_\- ]([^/_\- ]*)[^/]*$",
                    [.. values.Select(v => v.Value)]);
            }
        }
    }
}
