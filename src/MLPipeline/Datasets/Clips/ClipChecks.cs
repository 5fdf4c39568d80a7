using System.Globalization;
using System.Security.Cryptography;

namespace MLPipeline.Datasets;

/// <summary>What would spoil the figures of clips.</summary>
internal static class ClipChecks
{
    private const int Probe = 1 << 20;

    /// <summary>Where numbers are missing in the names of frames, as texts such as <c>041 to 045</c>.</summary>
    public static IReadOnlyList<string> Gaps(FrameFolder clip)
    {
        var numbers = clip.Paths.Select(NumberOf).ToList();
        if (numbers.Count < 3 || numbers.Contains(null))
        {
            return [];
        }

        var steps = numbers.Zip(numbers.Skip(1), (a, b) => b!.Value - a!.Value).ToList();
        var usual = steps.CountBy(s => s).MaxBy(s => s.Value).Key;
        return [.. steps.Select((step, i) => (step, i)).Where(s => s.step > usual && usual > 0)
            .Select(s => (From: numbers[s.i]!.Value + usual, To: numbers[s.i + 1]!.Value - usual))
            .Select(g => g.From == g.To ? g.From.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{g.From} to {g.To}"))];
    }

    /// <summary>Training and test clips with the same frames.</summary>
    public static IEnumerable<(string Train, string Test)> Twins(ClipCategory category)
    {
        var train = category.Train.Select(c => (c.Name, Key: KeyOf(c))).ToLookup(c => c.Key, c => c.Name);
        return category.Test.SelectMany(test => train[KeyOf(test)].Select(name => (name, test.Name)));
    }

    // Number of frames, and bytes at the start, in the middle and at the end: whole films would take minutes.
    private static string KeyOf(Clip clip)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (clip.Source is FrameFolder folder)
        {
            var paths = folder.Paths;
            foreach (var path in new[] { paths[0], paths[paths.Count / 2], paths[^1] })
            {
                hash.AppendData(File.ReadAllBytes(path));
            }
        }
        else
        {
            using var file = File.OpenRead(clip.Source.Name);
            var buffer = new byte[Math.Min(Probe, file.Length)];
            foreach (var start in new[] { 0, file.Length - buffer.Length })
            {
                file.Position = start;
                file.ReadExactly(buffer);
                hash.AppendData(buffer);
            }
        }

        return $"{clip.Source.Count} {Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    private static long? NumberOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path).AsSpan();
        var end = name.LastIndexOfAnyInRange('0', '9') + 1;
        var start = name[..end].LastIndexOfAnyExceptInRange('0', '9') + 1;
        return long.TryParse(name[start..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
