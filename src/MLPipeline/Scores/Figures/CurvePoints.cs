namespace MLPipeline.Scores;

/// <summary>One point of a ROC curve: what flagging every score at or above the threshold gives.</summary>
/// <param name="Threshold">The score; positive infinity at the start of the curve, where nothing is flagged.</param>
/// <param name="FalsePositiveRate">Flagged good items / good items, 0 to 1.</param>
/// <param name="TruePositiveRate">Flagged anomalous items / anomalous items (recall), 0 to 1.</param>
public readonly record struct RocPoint(float Threshold, double FalsePositiveRate, double TruePositiveRate);

/// <summary>One point of a precision-recall curve: what flagging every score at or above the threshold gives.</summary>
/// <param name="Threshold">The score.</param>
/// <param name="Precision">Flagged anomalous items / flagged items, 0 to 1.</param>
/// <param name="Recall">Flagged anomalous items / anomalous items, 0 to 1.</param>
public readonly record struct PrecisionRecallPoint(float Threshold, double Precision, double Recall);

/// <summary>
/// The best F1 that any threshold reaches on these very labels. It is an oracle: no threshold that was chosen without
/// the labels can beat it, so it is reported apart from the F1 at the chosen threshold.
/// </summary>
/// <param name="Value">F1, 0 to 1.</param>
/// <param name="Threshold">
/// The score that reaches it, with the rule score &gt;= threshold. For the rule score &gt; threshold of
/// <see cref="ImageMetrics.AtThreshold"/> take <see cref="MathF.BitDecrement(float)"/> of it.
/// </param>
public readonly record struct OracleF1(double Value, float Threshold);
