using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using ADRaffy.ENSNormalize;

namespace MLPipeline.Basics;

/// <summary>
/// Names of files and folders. Disks keep 'ü' as one character or as two (a Mac writes the latter), and both look the same:
/// names are compared in one form, files are opened as the disk spells them.
/// </summary>
public static class FileNames
{
    /// <summary>Most file systems take names of up to so many bytes.</summary>
    private const int MostBytes = 255;

    /// <summary>What Windows refuses in a name, beyond control characters.</summary>
    private const string Refused = "<>:\"/\\|?*";

    // Windows keeps these for devices, also with an ending.
    private static readonly ImmutableHashSet<string> Devices =
    [
        "CON", "PRN", "AUX", "NUL",
        .. Enumerable.Range(0, 10).SelectMany(i => new[] { $"COM{i}", $"LPT{i}" }),
    ];

    /// <summary>Says whether two names are the same to a reader; capitals and small letters differ.</summary>
    public static IEqualityComparer<string> Comparer { get; } = new OneForm();

    /// <summary>The composed form of a name (NFC). Managed code, because .NET leaves texts as they are in invariant mode.</summary>
    public static string Normal(string name)
    {
        if (Ascii.IsValid(name))
        {
            return name;
        }

        try
        {
            return ENSNormalize.NF.NFC(name);
        }
        catch (ArgumentException)
        {
            // Half a pair of UTF-16, which a disk of Windows may hold: there is no other form of it.
            return name;
        }
    }

    /// <summary>Whether two names are the same to a reader.</summary>
    public static bool AreSame(string a, string b) => Comparer.Equals(a, b);

    /// <summary>Why a folder cannot have this name on each common system, as the end of a sentence that starts with the name; null if it can.</summary>
    public static string? ProblemOf(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return "is empty";
        }

        if (name is "." or "..")
        {
            return "means a folder by its place";
        }

        if (name.Any(char.IsControl))
        {
            return FormattableString.Invariant($"holds the control character U+{(int)name.First(char.IsControl):X4}");
        }

        if (name.IndexOfAny(Refused.ToCharArray()) is var place and >= 0)
        {
            return $"holds '{name[place]}', which cannot be part of a folder's name everywhere";
        }

        if (name[^1] is '.' or ' ')
        {
            return "ends in a dot or a blank, which Windows cuts off";
        }

        if (Devices.Contains(name.Split('.')[0].TrimEnd().ToUpperInvariant()))
        {
            return "is the name of a device on Windows";
        }

        return Encoding.UTF8.GetByteCount(name) > MostBytes ? $"is longer than {MostBytes} bytes" : null;
    }

    /// <summary>A name for messages: control characters, which could steer a terminal, are spelled out.</summary>
    public static string Shown(string name) => !name.Any(char.IsControl) ? name
        : string.Concat(name.Select(c => char.IsControl(c) ? FormattableString.Invariant($"\\u{(int)c:x4}") : c.ToString()));

    private sealed class OneForm : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) =>
            string.Equals(x, y, StringComparison.Ordinal) || (x is not null && y is not null && Normal(x) == Normal(y));

        public int GetHashCode([DisallowNull] string obj) => Normal(obj).GetHashCode(StringComparison.Ordinal);
    }
}
