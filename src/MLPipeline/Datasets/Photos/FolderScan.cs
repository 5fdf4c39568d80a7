using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>
/// What stands in a folder and all folders below it: the one rule of 'which files are photos' for all commands. Folders of
/// systems are not entered, links that lead back up are not followed, and whatever is not read can be told.
/// </summary>
public sealed class FolderScan
{
    private readonly List<string> _photos = [];
    private readonly List<string> _unread = [];
    private readonly List<string> _own = [];
    private readonly List<(string Folder, string Reason)> _closed = [];
    private readonly List<string> _maskFolders = [];

    /// <summary>The photos, as full paths (below the folder as it was given), in ordinal order.</summary>
    public IReadOnlyList<string> Photos => _photos;

    /// <summary>Files that may be photos and have an ending that is not read.</summary>
    public IReadOnlyList<string> Unread => _unread;

    /// <summary>Pictures that this program has made: heat maps, masks, painted photos.</summary>
    public IReadOnlyList<string> Own => _own;

    /// <summary>Folders that could not be listed, and why.</summary>
    public IReadOnlyList<(string Folder, string Reason)> Closed => _closed;

    /// <summary>What was found and is not read, a line each with what to do: files by their endings, folders that are closed, own pictures.</summary>
    /// <param name="root">Paths are named as below this folder.</param>
    public IReadOnlyList<string> NotRead(string root) => [.. NotRead(path => Path.GetRelativePath(root, path), root, "photo").Select(r => $"{r.Message} {r.Hint}")];

    /// <summary>The same with the files.</summary>
    /// <param name="name">Names a path.</param>
    /// <param name="place">The folder's name for people.</param>
    /// <param name="what">What the files would have been.</param>
    internal IEnumerable<(string Message, string Hint, IReadOnlyList<string> Files)> NotRead(Func<string, string> name, string place, string what)
    {
        if (_unread.Count > 0)
        {
            var endings = _unread.CountBy(f => Path.GetExtension(f).ToLowerInvariant()).OrderByDescending(e => e.Value).ThenBy(e => e.Key, StringComparer.Ordinal);
            yield return (
                $"{_unread.Count} file(s) in {place} are not read: {Words.Some([.. endings.Select(e => $"{e.Value} {e.Key}")])} (for instance {FileNames.Shown(name(_unread[0]))}).",
                _unread.All(ImageFiles.IsVideo) ? "Take single frames out of videos first (for instance: ffmpeg -i VIDEO -vf fps=1 %06d.png)."
                    : $"Convert each {what} to PNG or JPEG ({string.Join(", ", ImageFiles.Endings)} are read), or move other files out of the folder.",
                _unread);
        }

        foreach (var (folder, reason) in _closed)
        {
            yield return (
                $"the folder {FileNames.Shown(name(folder))} is left out with all that may be in it: {reason}.",
                "Give read permission to it and to the folders in it (on Linux: chmod -R u+rX), or move it away.", []);
        }

        if (_own.Count > 0)
        {
            yield return (
                $"{_own.Count} picture(s) in {place} were made by this program (heat maps, masks, painted photos) and are not read as photos: {Words.Some([.. _own.Select(name).Select(FileNames.Shown)])}.",
                "Move them out of the photos' folder.", _own);
        }
    }

    /// <summary>Folders below that hold masks by their name; they are not entered.</summary>
    internal IReadOnlyList<string> MaskFolders => _maskFolders;

    /// <summary>Looks into a folder and all below it.</summary>
    /// <param name="folder">The folder; nothing is found in one that does not exist.</param>
    /// <param name="except">A folder that is left out where it is met; null: none.</param>
    public static FolderScan Deep(string folder, string? except = null) => Of(folder, except, isDeep: true, masksApart: false);

    /// <summary>Looks for the photos of a dataset: like <see cref="Deep"/>, with folders of masks set apart.</summary>
    internal static FolderScan OfPhotos(string folder) => Of(folder, except: null, isDeep: true, masksApart: true);

    /// <summary>Looks at the files directly in a folder.</summary>
    internal static FolderScan Flat(string folder) => Of(folder, except: null, isDeep: false, masksApart: false);

    /// <summary>The same for a list of files: what of them is read.</summary>
    /// <param name="files">The files.</param>
    public static FolderScan Of(IEnumerable<string> files)
    {
        var scan = new FolderScan();
        scan.Take(files);
        scan.Sort();
        return scan;
    }

    private static FolderScan Of(string folder, string? except, bool isDeep, bool masksApart)
    {
        var scan = new FolderScan();
        if (Directory.Exists(folder))
        {
            var left = except is null ? null : Path.TrimEndingDirectorySeparator(Path.GetFullPath(except));
            scan.Enter(folder, [RealPath(folder)], left, isDeep, masksApart);
            scan.Sort();
        }

        return scan;
    }

    private void Enter(string folder, HashSet<string> entered, string? except, bool isDeep, bool masksApart)
    {
        string[] folders;
        try
        {
            Take(Directory.EnumerateFiles(folder));
            folders = isDeep ? Directory.GetDirectories(folder) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _closed.Add((folder, error is UnauthorizedAccessException ? "this user may not enter it" : error.Message.TrimEnd('.')));
            return;
        }

        foreach (var below in folders.Where(f => !FolderNames.IsOfSystem(f) && Path.GetFullPath(f) != except))
        {
            if (masksApart && FolderNames.IsOfMasks(below))
            {
                _maskFolders.Add(below);
            }
            else if (!ImageFiles.LeadsUp(below) && entered.Add(RealPath(below)))
            {
                Enter(below, entered, except, isDeep, masksApart);
            }
        }
    }

    private void Take(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            if (ImageFiles.IsImage(file) && ImageFiles.LeadsToFile(file))
            {
                (IsOwn(file) ? _own : _photos).Add(file);
            }
            else if (ImageFiles.MayBePhoto(file))
            {
                _unread.Add(file);
            }
        }
    }

    /// <summary>Whether a file was drawn by this program. Reads the first bytes of a PNG, and nothing of other files.</summary>
    private static bool IsOwn(string file)
    {
        // A pipe has no length, and opening it could wait for ever.
        if (!file.EndsWith(".png", StringComparison.OrdinalIgnoreCase) || new FileInfo(file) is not { Exists: true, Length: > 0 })
        {
            return false;
        }

        try
        {
            Span<byte> beginning = stackalloc byte[OwnPicture.NeededBytes];
            using var stream = File.OpenRead(file);
            return OwnPicture.IsMarked(beginning[..stream.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false)]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Sort()
    {
        _photos.Sort(StringComparer.Ordinal);
        _unread.Sort(StringComparer.Ordinal);
        _own.Sort(StringComparer.Ordinal);
        _maskFolders.Sort(StringComparer.Ordinal);
        _closed.Sort((a, b) => string.CompareOrdinal(a.Folder, b.Folder));
    }

    /// <summary>Where a folder is, behind a link.</summary>
    internal static string RealPath(string folder)
    {
        try
        {
            return (Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(folder)).TrimEnd(Path.DirectorySeparatorChar);
        }
        catch (IOException)
        {
            return Path.GetFullPath(folder);
        }
    }
}
