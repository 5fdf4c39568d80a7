namespace MLPipeline.Cli;

/// <summary>What the exit code of the command means; <c>--help</c> shows the same.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The command worked, and its answer is no: an anomalous photo, a difference, a failed check.</summary>
    public const int Negative = 1;

    /// <summary>The user can mend it: a wrong argument, pipeline file, photo or folder.</summary>
    public const int Error = 2;

    /// <summary>A defect of the program.</summary>
    public const int Defect = 3;

    /// <summary>Stopped by Ctrl-C: 128 + SIGINT, as shells count.</summary>
    public const int Cancelled = 130;

    /// <summary>Stopped by SIGTERM: 128 + SIGTERM, as shells count.</summary>
    public const int Terminated = 143;

    /// <summary>The codes with their explanations, in the order of help.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Success, "all is well"),
        (Negative, "it worked, and the answer is no: anomalous photos, failed checks"),
        (Error, "a wrong argument, pipeline file, photo or folder; a category left out"),
        (Defect, "a defect of this program"),
        (Cancelled, "stopped by Ctrl-C"),
        (Terminated, "stopped by SIGTERM"),
    ];
}
