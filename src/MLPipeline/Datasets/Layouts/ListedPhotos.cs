using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>
/// The photos that a list names: finds them on the disk, as the disk spells them, and keeps each once. Lists come from elsewhere:
/// they must not reach files outside of their folder, and may be written on another system.
/// </summary>
internal sealed class ListedPhotos(string folder, string file)
{
    private readonly Dictionary<string, (int Line, string Says)> _seen = new(FileNames.Comparer);
    private readonly List<string> _missing = [];
    private readonly List<string> _repeated = [];
    private readonly Dictionary<string, string[]> _entries = new(StringComparer.Ordinal);

    /// <summary>A file by its path in the list; null if there is none.</summary>
    /// <exception cref="DatasetException">The path leads outside of the folder.</exception>
    public string? Find(int line, string relative)
    {
        if (relative.Length == 0 || relative.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        return new[] { relative, relative.Replace('\\', '/') }.Distinct().Select(spelled =>
        {
            var path = Path.GetFullPath(Path.Combine(folder, spelled));
            return !path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                ? throw new DatasetException($"{file}, line {line}: '{FileNames.Shown(relative)}' leads outside of '{folder}'. Write paths relative to that folder.")
                : File.Exists(path) ? path : AsOnDisk(Path.GetRelativePath(folder, path));
        }).FirstOrDefault(path => path is not null);
    }

    /// <summary>Finds a photo and keeps what its line says of it.</summary>
    /// <param name="line">The line.</param>
    /// <param name="relative">The photo's path in the list.</param>
    /// <param name="says">Its label and split, in words.</param>
    /// <returns>The photo's path; null where it does not exist or has been named before.</returns>
    /// <exception cref="DatasetException">The path is empty or leads outside; or an earlier line says something else of the same photo.</exception>
    public string? Take(int line, string relative, string says)
    {
        if (relative.Length == 0)
        {
            throw new DatasetException($"{file}, line {line}: the photo's path is empty. Name the photo, relative to '{folder}'.");
        }

        if (Find(line, relative) is not { } path)
        {
            _missing.Add($"{FileNames.Shown(relative)} (line {line})");
            return null;
        }

        if (_seen.TryAdd(path, (line, says)))
        {
            return path;
        }

        var first = _seen[path];
        _repeated.Add($"{FileNames.Shown(relative)} (lines {first.Line} and {line})");
        return first.Says == says ? null : throw new DatasetException(
            $"{file}, lines {first.Line} and {line}: {FileNames.Shown(relative)} is called {first.Says} and {says}. Keep the line that is right.");
    }

    /// <summary>Says how many photos do not exist, and how many were named more than once.</summary>
    public void Tell(Remarks remarks, int lines)
    {
        if (_missing.Count > 0)
        {
            remarks.Warn($"{_missing.Count} of {lines} photos listed in {file} do not exist and are left out: {Words.Some(_missing)}.");
        }

        if (_repeated.Count > 0)
        {
            remarks.Warn($"{_repeated.Count} line(s) of {file} name a photo again and count once: {Words.Some(_repeated)}.", "Remove them.");
        }
    }

    /// <summary>The path part by part as the disk spells it, which may write the same letters in another form.</summary>
    private string? AsOnDisk(string relative)
    {
        var path = folder;
        foreach (var part in relative.Split(Path.DirectorySeparatorChar))
        {
            if (!_entries.TryGetValue(path, out var entries))
            {
                _entries[path] = entries = Directory.Exists(path) ? Directory.GetFileSystemEntries(path) : [];
            }

            if (entries.FirstOrDefault(e => FileNames.AreSame(Path.GetFileName(e), part)) is not { } found)
            {
                return null;
            }

            path = found;
        }

        return File.Exists(path) ? path : null;
    }
}
