using System.ComponentModel;
using System.Diagnostics;
using MLPipeline.Datasets;

namespace MLPipeline.Video;

/// <summary>Starts the programs ffmpeg and ffprobe, which do all decoding and encoding.</summary>
internal static class Ffmpeg
{
    private const string HowToInstall = "Install it ('apt-get install ffmpeg', 'apk add ffmpeg', 'brew install ffmpeg', 'winget install ffmpeg'); folders of frames need nothing.";

    /// <summary>Starts a program.</summary>
    /// <param name="program">ffmpeg or ffprobe.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">Whether its standard input is written to.</param>
    /// <exception cref="ClipException">The program is not installed.</exception>
    public static Process Start(string program, IEnumerable<string> arguments, bool input = false)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = input,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new ClipException($"The program {program} cannot be started: {e.Message}. Video files, streams and cameras are read by it. {HowToInstall}", e);
        }
    }

    /// <summary>Whether the program is there.</summary>
    public static bool IsInstalled()
    {
        try
        {
            using var process = Start("ffmpeg", ["-version"]);
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (ClipException)
        {
            return false;
        }
    }

    /// <summary>Ends a program that may still run.</summary>
    public static void End(Process process)
    {
        try
        {
            process.Kill();
            process.WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself, or whoever read from it has let it go.
        }
    }
}
