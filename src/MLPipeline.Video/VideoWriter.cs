using System.Diagnostics;
using System.Globalization;
using MLPipeline.Datasets;

namespace MLPipeline.Video;

/// <summary>Writes frames into a video file through a pipe to ffmpeg. The ending of the name says the format; H.264 where it can be.</summary>
public sealed class VideoWriter : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly string _path;

    /// <summary>Starts a file; one of that name is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="framesPerSecond">The rate.</param>
    /// <exception cref="ClipException">ffmpeg is not installed.</exception>
    public VideoWriter(string path, int width, int height, double framesPerSecond)
    {
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _process = Ffmpeg.Start(
            "ffmpeg",
            [
                "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", $"{width}x{height}",
                "-r", framesPerSecond.ToString("0.######", CultureInfo.InvariantCulture), "-i", "pipe:0",
                "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p", Path.GetFullPath(path),
            ],
            input: true);
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Appends a frame.</summary>
    /// <param name="rgb">Three bytes a pixel, row by row.</param>
    /// <exception cref="ClipException">ffmpeg has given up; the message says why.</exception>
    public void Add(ReadOnlySpan<byte> rgb)
    {
        try
        {
            _process.StandardInput.BaseStream.Write(rgb);
        }
        catch (IOException e)
        {
            throw new ClipException($"'{_path}' cannot be written: {StreamFacts.FirstLine(_errors.Result)}.", e);
        }
    }

    /// <summary>Ends the file: only now it can be played.</summary>
    public void Finish()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        if (_process.ExitCode != 0)
        {
            throw new ClipException($"'{_path}' cannot be written: {StreamFacts.FirstLine(_errors.Result)}.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Ffmpeg.End(_process);
        _process.Dispose();
    }
}
