package api

// DecodeAct lets the benchmark decode a request as the face does.
var DecodeAct = decodeAct
