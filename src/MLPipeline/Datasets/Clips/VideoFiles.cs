namespace MLPipeline.Datasets;

/// <summary>Which files are videos, and who reads them. Folders of frames need nobody.</summary>
public static class VideoFiles
{
    private static Func<string, IFrameSource>? _open;

    /// <summary>The endings of video files, in lower case; files may write them in any case.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".mp4", ".avi", ".mkv", ".mov", ".m4v", ".webm", ".mpg", ".mpeg"];

    /// <summary>Whether a path ends as a video file and is not hidden.</summary>
    public static bool IsVideo(string path) =>
        !Path.GetFileName(path).StartsWith('.') && Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes a reader of files, network streams and cameras known: MLPipeline.Video's.</summary>
    public static void Register(Func<string, IFrameSource> open) => _open = open;

    /// <summary>Opens a file, a stream (<c>rtsp://...</c>) or a camera (<c>camera:0</c>).</summary>
    /// <exception cref="ClipException">There is no reader, or it cannot open the address.</exception>
    public static IFrameSource Open(string address) => _open is { } open
        ? open(address)
        : throw new ClipException($"'{address}' cannot be read: nothing that reads videos is built in. Use the package MLPipeline.Video (VideoReader.Register()), or give a folder of frames.");
}
